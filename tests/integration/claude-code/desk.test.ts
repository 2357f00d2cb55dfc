import { chmodSync, mkdirSync, readdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BASE_URL, KEY, NEXT_KEY, parsed } from '../../unit/claude-code/connecting.ts';
import { GOOD } from '../../unit/claude-code/corpus.ts';
import { DeskRig, OWN, USER, value } from './desk-rig.ts';

let rig: DeskRig;

beforeEach(() => {
  rig = new DeskRig();
});
afterEach(() => rig[Symbol.dispose]());

describe('the user’s settings file', () => {
  it('is connected, and is the original again after disconnecting', async () => {
    rig.write(OWN);
    expect(await rig.connect()).toMatchObject({
      file: rig.file,
      state: 'connected',
      baseUrl: BASE_URL,
      problem: null,
    });
    expect(rig.env()).toEqual({ A: '1', ANTHROPIC_BASE_URL: BASE_URL, ANTHROPIC_AUTH_TOKEN: KEY });
    expect(await rig.disconnect()).toMatchObject({ state: 'not-connected' });
    expect(rig.read()).toBe(OWN);
    expect(rig.book.list()).toEqual([]);
  });

  it.each(GOOD.filter((_, index) => index % 6 === 0))(
    '$name goes through connecting and disconnecting on the disk',
    async ({ bytes }) => {
      rig.write(bytes);
      await rig.connect({ keepSignIn: true });
      await rig.connect();
      await rig.disconnect();
      expect(Buffer.from(rig.read(), 'utf8')).toEqual(Buffer.from(bytes.toString('utf8'), 'utf8'));
      expect(readdirSync(rig.path('.claude'))).toEqual(['settings.json']);
    },
  );

  it('keeps its mode', async () => {
    rig.write(OWN);
    chmodSync(rig.file, 0o640);
    await rig.connect();
    expect(rig.mode()).toBe('640');
    await rig.disconnect();
    expect(rig.mode()).toBe('640');
  });

  it('is made 0600 with its folder where there is none, and goes with it again', async () => {
    await rig.connect();
    expect(rig.mode()).toBe('600');
    expect(rig.mode(rig.path('.claude'))).toBe('700');
    await rig.disconnect();
    expect(rig.exists()).toBe(false);
    expect(rig.exists(rig.path('.claude'))).toBe(false);
  });

  it('that we made stays where its user has begun to use it, without what was ours', async () => {
    await rig.connect();
    rig.write(rig.read().replace('{', '{\n  "model": "opus",'));
    await rig.disconnect();
    expect(parsed(rig.read())).toEqual({ model: 'opus' });
  });

  it('that we made goes, and a folder that somebody else uses by now stays', async () => {
    await rig.connect();
    rig.write('x', rig.path('.claude/history.jsonl'));
    await rig.disconnect();
    expect(readdirSync(rig.path('.claude'))).toEqual(['history.jsonl']);
  });

  it('is found where CLAUDE_CONFIG_DIR says, the caller’s before that of this process', async () => {
    rig.environment['CLAUDE_CONFIG_DIR'] = rig.path('mine');
    expect((await rig.connect()).file).toBe(rig.path('mine/settings.json'));
    expect((await rig.connect({ configDir: rig.path('callers') })).file).toBe(
      rig.path('callers/settings.json'),
    );
    expect((await rig.desk.standings()).map(({ file }) => file)).toEqual([
      rig.path('mine/settings.json'),
      rig.path('callers/settings.json'),
    ]);
  });

  it('shows what would change before it changes, and the key in neither', async () => {
    rig.write(OWN);
    const preview = value(await rig.desk.preview(USER));
    expect(preview).toMatchObject({ file: rig.file, exists: true, changes: true });
    expect(preview.diff).toEqual([
      { kind: 'same', text: '{' },
      { kind: 'same', text: '  "model": "opus",' },
      { kind: 'same', text: '  "env": {' },
      { kind: 'removed', text: '    "A": "1"' },
      { kind: 'added', text: '    "A": "1",' },
      { kind: 'added', text: `    "ANTHROPIC_BASE_URL": "${BASE_URL}",` },
      { kind: 'added', text: `    "ANTHROPIC_AUTH_TOKEN": "…${KEY.slice(-4)}"` },
      { kind: 'same', text: '  }' },
      { kind: 'same', text: '}' },
    ]);
    expect(rig.read()).toBe(OWN);
    await rig.connect({ fingerprint: preview.fingerprint });
    expect(value(await rig.desk.preview(USER))).toMatchObject({ changes: false, diff: [] });
    expect(value(await rig.desk.previewDisconnect({ scope: 'user' }))).toMatchObject({ changes: true });
  });

  it('is not touched where there is nothing to disconnect', async () => {
    rig.write(OWN);
    expect(await rig.disconnect()).toMatchObject({ state: 'not-connected' });
    expect(rig.read()).toBe(OWN);
  });
});

describe('a project', () => {
  it.each([
    ['project', 'settings.json'],
    ['local', 'settings.local.json'],
  ] as const)('has its %s settings in %s', async (scope, name) => {
    mkdirSync(rig.path('work'));
    const state = await rig.connect({ scope, folder: `${rig.path('work')}/` });
    expect(state).toMatchObject({
      scope,
      folder: rig.path('work'),
      file: rig.path(`work/.claude/${name}`),
      state: 'connected',
    });
    expect((await rig.desk.standings()).map(({ scope: one }) => one)).toEqual(['user', scope]);
    value(await rig.desk.disconnect({ scope, folder: rig.path('work') }));
    expect(readdirSync(rig.path('work'))).toEqual([]);
  });

  it.each([
    ['no folder', undefined],
    ['a relative folder', 'work'],
    ['a folder that is not there', '/nowhere/at/all'],
  ])('is refused with %s', async (_what, folder) => {
    expect(await rig.desk.connect({ ...USER, scope: 'local', folder })).toMatchObject({
      error: { code: 'invalid_input' },
    });
  });
});

describe('keys', () => {
  it('a bound one can be used, and one that does not exist is refused', async () => {
    rig.keys.set('studio', NEXT_KEY);
    expect(await rig.connect({ key: 'studio' })).toMatchObject({ state: 'connected' });
    expect(rig.env()).toMatchObject({ ANTHROPIC_AUTH_TOKEN: NEXT_KEY });
    expect(await rig.desk.connect({ ...USER, key: 'nobody' })).toMatchObject({
      error: { code: 'key_unknown' },
    });
  });

  it('a replaced one is replaced in the files, and the original stays the original', async () => {
    rig.write(OWN);
    await rig.connect();
    rig.keys.set('', NEXT_KEY);
    expect((await rig.desk.standings())[0]?.state).toBe('outdated');
    await rig.desk.settle();
    expect(rig.env()).toMatchObject({ ANTHROPIC_AUTH_TOKEN: NEXT_KEY });
    await rig.disconnect();
    expect(rig.read()).toBe(OWN);
  });
});
