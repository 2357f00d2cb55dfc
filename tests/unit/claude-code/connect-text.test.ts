import { describe, expect, it } from 'vitest';
import { connectionState } from '../../../src-main/core/claude-code/connection-state.ts';
import { outlined } from '../../../src-main/core/claude-code/env-edits.ts';
import {
  BASE_URL,
  connect,
  disconnect,
  GATEWAY,
  KEEPING_SIGN_IN,
  KEY,
  NEXT_KEY,
  parsed,
  WITH_KEY,
} from './connecting.ts';

const OWN = `{
  "env": {
    "ANTHROPIC_BASE_URL": "https://gateway.studio.example",
    "ANTHROPIC_AUTH_TOKEN": "the-users-own-token-0123456789",
    "A": "1"
  }
}
`;

describe('what is added', () => {
  it('stands together behind what was there, in its form', () => {
    expect(connect('{\n\t"env": {\n\t\t"A": "1"\n\t},\n\t"model": "opus"\n}\n').settings.text).toBe(
      `{\n\t"env": {\n\t\t"A": "1",\n\t\t"ANTHROPIC_BASE_URL": "${BASE_URL}",\n\t\t"ANTHROPIC_AUTH_TOKEN": "${KEY}"\n\t},\n\t"model": "opus"\n}\n`,
    );
    expect(connect('{"model":"opus"}').settings.text).toBe(
      `{"model":"opus","env":{"ANTHROPIC_BASE_URL":"${BASE_URL}","ANTHROPIC_AUTH_TOKEN":"${KEY}"}}`,
    );
  });

  it('is readable where there was nothing', () => {
    expect(connect('').settings.text).toBe(
      `{\n  "env": {\n    "ANTHROPIC_BASE_URL": "${BASE_URL}",\n    "ANTHROPIC_AUTH_TOKEN": "${KEY}"\n  }\n}\n`,
    );
  });

  it('is found in its place however deep and large the file is', () => {
    const deep = `{"deep":${'['.repeat(100_000)}${']'.repeat(100_000)},"long":"${'x'.repeat(2_000_000)}","env":{"A":"1"}}`;
    const { settings, memory } = connect(deep);
    expect(settings.text.slice(0, -200)).toBe(deep.slice(0, settings.text.length - 200));
    expect(
      settings.text.endsWith(`"A":"1","ANTHROPIC_BASE_URL":"${BASE_URL}","ANTHROPIC_AUTH_TOKEN":"${KEY}"}}`),
    ).toBe(true);
    expect(disconnect(settings, memory)).toBe(deep);
  });

  it('keeps the user’s own header lines', () => {
    const text = connect('{"env":{"ANTHROPIC_CUSTOM_HEADERS":"A: 1\\nB: 2"}}', KEEPING_SIGN_IN).settings.text;
    expect(parsed(text).env?.['ANTHROPIC_CUSTOM_HEADERS']).toBe(`A: 1\nB: 2\nx-rota-key: ${KEY}`);
  });
});

describe('a file that was changed after it was connected', () => {
  it('keeps what its user added, and gets its former values back', () => {
    const { settings, memory } = connect(OWN);
    const edited = settings.text.replace('"A": "1"', '"A": "2",\n    "B": "3"');
    expect(disconnect(edited, memory)).toBe(OWN.replace('"A": "1"', '"A": "2",\n    "B": "3"'));
  });

  it('keeps a value of ours that its user has replaced', () => {
    const { settings, memory } = connect(OWN);
    const edited = settings.text.replace(BASE_URL, 'https://another.example');
    expect(parsed(disconnect(edited, memory)).env).toEqual({
      ANTHROPIC_BASE_URL: 'https://another.example',
      ANTHROPIC_AUTH_TOKEN: 'the-users-own-token-0123456789',
      A: '1',
    });
  });

  it('keeps header lines that came and lets go of those that went', () => {
    const { settings, memory } = connect('{"env":{"ANTHROPIC_CUSTOM_HEADERS":"A: 1"}}', KEEPING_SIGN_IN);
    const added = settings.text.replace('A: 1', 'A: 1\\nB: 2');
    expect(parsed(disconnect(added, memory)).env).toEqual({ ANTHROPIC_CUSTOM_HEADERS: 'A: 1\nB: 2' });
    const gone = settings.text.replace('A: 1\\n', '');
    expect(parsed(disconnect(gone, memory)).env).toEqual({});
  });

  it('keeps an env that its user has begun to use', () => {
    const { settings, memory } = connect('{\n  "model": "opus"\n}\n');
    const edited = settings.text.replace('"env": {', '"env": {\n    "A": "1",');
    expect(disconnect(edited, memory)).toBe('{\n  "model": "opus",\n  "env": {\n    "A": "1"\n  }\n}\n');
  });

  it('takes a new key in place, and forgets nothing of the original', () => {
    const first = connect(OWN);
    const edited = { ...first.settings, text: first.settings.text.replace('"A": "1"', '"A": "2"') };
    const second = connect(edited, { ...WITH_KEY, key: NEXT_KEY }, first.memory);
    expect(second.settings.text).toBe(edited.text.replace(KEY, NEXT_KEY));
    expect(disconnect(second.settings, second.memory)).toBe(OWN.replace('"A": "1"', '"A": "2"'));
  });
});

describe('a connection that changes', () => {
  it('is undone to the first original, however often address, key and way change', () => {
    let connected = connect(OWN);
    for (const change of [
      { ...WITH_KEY, key: NEXT_KEY },
      { ...KEEPING_SIGN_IN, key: NEXT_KEY },
      { ...WITH_KEY, baseUrl: 'http://127.0.0.1:9191' },
    ]) {
      const gateway = { ...GATEWAY, baseUrl: change.baseUrl };
      connected = connect(connected.settings, change, connected.memory, gateway);
      expect(disconnect(connected.settings, connected.memory, gateway)).toBe(OWN);
    }
    expect(JSON.stringify(connected.memory.former)).not.toContain('127.0.0.1');
  });

  it('gives the user’s token back where the sign-in is to be kept', () => {
    const first = connect(OWN);
    const second = connect(first.settings, KEEPING_SIGN_IN, first.memory);
    expect(parsed(second.settings.text).env).toMatchObject({
      ANTHROPIC_AUTH_TOKEN: 'the-users-own-token-0123456789',
      ANTHROPIC_CUSTOM_HEADERS: `x-rota-key: ${KEY}`,
    });
  });

  it('leaves a crash between memory and file without effect: the older text is still ours', () => {
    const first = connect(OWN);
    // The memory of the second change was stored, its file never written.
    const second = connect(first.settings, { ...WITH_KEY, key: NEXT_KEY }, first.memory);
    expect(disconnect(first.settings, second.memory)).toBe(OWN);
  });
});

describe('our own value', () => {
  it('is never taken for the user’s, also where nothing is remembered of the file', () => {
    const { settings } = connect(OWN.replace(/ {4}"ANTHROPIC_[^\n]*\n/g, ''));
    const again = connect(settings, { ...WITH_KEY, key: NEXT_KEY });
    expect(again.memory.former).toEqual({
      ANTHROPIC_BASE_URL: null,
      ANTHROPIC_AUTH_TOKEN: null,
      ANTHROPIC_CUSTOM_HEADERS: null,
    });
    expect(parsed(disconnect(settings, null)).env).toEqual({ A: '1' });
  });

  it('is known by its form where another installation’s key stands beside our address', () => {
    const strange = `{"env":{"ANTHROPIC_BASE_URL":"http://localhost:9090/","ANTHROPIC_AUTH_TOKEN":"${'z'.repeat(43)}"}}`;
    expect(connect(strange).memory.former['ANTHROPIC_AUTH_TOKEN']).toBeNull();
  });

  it('is not seen in a token beside a foreign address', () => {
    const strange = `{"env":{"ANTHROPIC_BASE_URL":"http://localhost:8080","ANTHROPIC_AUTH_TOKEN":"${'z'.repeat(43)}"}}`;
    expect(connect(strange).memory.former).toMatchObject({
      ANTHROPIC_BASE_URL: '"http://localhost:8080"',
      ANTHROPIC_AUTH_TOKEN: `"${'z'.repeat(43)}"`,
    });
  });
});

describe('the state of a file', () => {
  const stateOf = (text: string, memory = connect('').memory) =>
    connectionState(outlined(text), GATEWAY, memory);
  const env = (values: Record<string, string>) => JSON.stringify({ env: values });

  it.each([
    ['', 'not-connected', null],
    [env({ A: '1' }), 'not-connected', null],
    [env({ ANTHROPIC_BASE_URL: BASE_URL, ANTHROPIC_AUTH_TOKEN: KEY }), 'connected', BASE_URL],
    [
      env({ ANTHROPIC_BASE_URL: 'http://localhost:9090/', ANTHROPIC_AUTH_TOKEN: KEY }),
      'connected',
      'http://localhost:9090/',
    ],
    [
      env({ ANTHROPIC_BASE_URL: BASE_URL, ANTHROPIC_CUSTOM_HEADERS: `A: 1\nX-Rota-Key: ${KEY}` }),
      'connected',
      BASE_URL,
    ],
    [env({ ANTHROPIC_BASE_URL: BASE_URL, ANTHROPIC_AUTH_TOKEN: 'old' }), 'outdated', BASE_URL],
    [env({ ANTHROPIC_BASE_URL: BASE_URL }), 'outdated', BASE_URL],
    [
      env({ ANTHROPIC_BASE_URL: 'http://127.0.0.1:9091', ANTHROPIC_AUTH_TOKEN: KEY }),
      'elsewhere',
      'http://127.0.0.1:9091',
    ],
    [env({ ANTHROPIC_BASE_URL: 'https://gateway.example' }), 'elsewhere', 'https://gateway.example'],
  ])('%s is %s', (text, kind, baseUrl) => {
    expect(stateOf(text)).toMatchObject({ kind, baseUrl });
  });

  it('is outdated where our address of before stands', () => {
    const { settings, memory } = connect('', { ...WITH_KEY, baseUrl: 'http://127.0.0.1:9999' });
    expect(stateOf(settings.text, memory).kind).toBe('outdated');
  });
});
