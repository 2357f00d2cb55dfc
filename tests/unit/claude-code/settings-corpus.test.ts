import { describe, expect, it } from 'vitest';
import { connectText } from '../../../src-main/core/claude-code/connect-text.ts';
import type { Connection } from '../../../src-main/core/claude-code/connection.ts';
import { diffLines } from '../../../src-main/core/claude-code/diff-lines.ts';
import {
  decodeSettings,
  encodeSettings,
  type SettingsText,
} from '../../../src-main/core/claude-code/settings-bytes.ts';
import { connect, disconnect, GATEWAY, KEEPING_SIGN_IN, KEY, parsed, WITH_KEY } from './connecting.ts';
import { GOOD, REFUSED, type Vector } from './corpus.ts';

const WAYS: readonly (readonly [name: string, connection: Connection])[] = [
  ['a key', WITH_KEY],
  ['its own sign-in kept', KEEPING_SIGN_IN],
];

/** Our variables with their values, as text; the names may be written with escapes. */
const OUR_MEMBERS =
  /"ANTHROPIC(?:_|\\u005f)(?:BASE|AUTH|CUSTOM)(?:_|\\u005f)(?:URL|TOKEN|HEADERS)"\s*:\s*(?:"(?:[^"\\]|\\.)*"|\d+|null|\[[^\]]*\])/gi;

function decoded({ bytes }: Vector): SettingsText {
  const settings = decodeSettings(bytes);
  if (!settings.ok) throw new Error(settings.error.message);
  return settings.value;
}

/** Without our variables, and without an `env` that has no others; as text, because some are too deep to be compared. */
function othersOf(text: string): string {
  const { env, ...rest } = parsed(text);
  const others = Object.entries(env ?? {}).filter(
    ([name]) => !/^ANTHROPIC_(BASE_URL|AUTH_TOKEN|CUSTOM_HEADERS)$/.test(name),
  );
  return JSON.stringify({ rest, env: others });
}

it('the corpus is as large as promised', () => {
  expect(GOOD.length).toBeGreaterThanOrEqual(50);
  expect(REFUSED.length).toBeGreaterThanOrEqual(20);
});

describe.each(WAYS)('a settings file, connected with %s', (_way, connection) => {
  it.each(GOOD)('$name: Claude Code reads our values and every other as before', (vector) => {
    const before = decoded(vector);
    const after = connect(before, connection).settings.text;
    const { env } = parsed(after);
    expect(env).toMatchObject(
      connection.keepSignIn
        ? {
            ANTHROPIC_BASE_URL: connection.baseUrl,
            ANTHROPIC_CUSTOM_HEADERS: expect.stringMatching(`x-rota-key: ${KEY}$`),
          }
        : { ANTHROPIC_BASE_URL: connection.baseUrl, ANTHROPIC_AUTH_TOKEN: KEY },
    );
    expect(othersOf(after)).toBe(othersOf(before.text));
  });

  it.each(GOOD)(
    '$name: only one stretch of the file changes, and what stands outside keeps every byte',
    (vector) => {
      const before = decoded(vector);
      const after = connect(before, connection).settings;
      // What is left without our variables differs by nothing but an `env` that had to be made.
      const bare = (text: string) => text.replace(OUR_MEMBERS, '').replace(/[\s,{}]|"env"|:|null/g, '');
      expect(bare(after.text)).toBe(bare(before.text));
    },
  );

  it.each(GOOD)('$name: disconnecting gives back every byte', (vector) => {
    const { settings, memory } = connect(decoded(vector), connection);
    const text = disconnect(settings, memory);
    expect(Buffer.from(encodeSettings({ ...settings, text })).equals(vector.bytes)).toBe(true);
  });

  it.each(GOOD)('$name: connecting again changes nothing, and is undone as well', (vector) => {
    const first = connect(decoded(vector), connection);
    const second = connect(first.settings, connection, first.memory);
    expect(second.settings).toEqual(first.settings);
    expect(disconnect(second.settings, second.memory)).toBe(decoded(vector).text);
  });

  it.each(GOOD)('$name: where the exact undo is not at hand, the meaning comes back', (vector) => {
    const { settings, memory } = connect(decoded(vector), connection);
    const text = disconnect(settings, { ...memory, undo: [] });
    expect(JSON.stringify(parsed(text))).toBe(JSON.stringify(parsed(decoded(vector).text)));
  });

  it.each(GOOD)('$name: the change is shown without a key or token', (vector) => {
    const before = decoded(vector);
    const { settings } = connect(before, connection);
    const diff = diffLines(before.text, settings.text);
    expect(diff.some(({ kind }) => kind === 'added')).toBe(true);
    const shown = diff.map(({ text }) => text).join('\n');
    expect(shown).not.toContain(KEY);
    expect(shown).not.toContain('the-users-own-token');
    expect(shown).not.toContain('sk-ant-api03-of-the-user');
    expect(shown).toContain(connection.baseUrl);
    expect(diff.length).toBeLessThan(40);
  });
});

describe('a file that Claude Code does not load', () => {
  it.each(REFUSED)('$name is left alone, with a reason that quotes nothing of it', ({ bytes }) => {
    const settings = decodeSettings(bytes);
    const refused = settings.ok ? connectText(settings.value, WITH_KEY, GATEWAY, null) : settings;
    expect(refused).toMatchObject({ ok: false, error: { code: 'claude_settings_invalid' } });
    if (!refused.ok) expect(refused.error.message).toMatch(/^(it is not|its (content|"env") is not)/);
  });

  it('is told by its line', () => {
    const refused = connectText({ text: '{\n  "a": 1,\n}\n', encoding: 'utf8' }, WITH_KEY, GATEWAY, null);
    expect(!refused.ok && refused.error.message).toContain('(line 3)');
  });
});
