import { chmodSync, lstatSync, mkdirSync, readdirSync, readlinkSync, symlinkSync, unlinkSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Result } from '../../../src-main/core/lib/result.ts';
import { BASE_URL, KEY, NEXT_KEY, parsed } from '../../unit/claude-code/connecting.ts';
import { GOOD } from '../../unit/claude-code/corpus.ts';
import { DeskRig } from './desk-rig.ts';

const OWN = '{\n  "model": "opus",\n  "env": {\n    "A": "1"\n  }\n}\n';
const USER = { scope: 'user', keepSignIn: false } as const;

let rig: DeskRig;

beforeEach(() => {
  rig = new DeskRig();
});
afterEach(() => rig[Symbol.dispose]());

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

const connect = async (asked: Partial<Parameters<typeof rig.desk.connect>[0]> = {}) =>
  value(await rig.desk.connect({ ...USER, ...asked }));
const disconnect = async () => value(await rig.desk.disconnect({ scope: 'user' }));
const env = () => parsed(rig.read()).env;

describe('the user’s settings file', () => {
  it('is connected, and is the original again after disconnecting', async () => {
    rig.write(OWN);
    expect(await connect()).toMatchObject({
      file: rig.file,
      state: 'connected',
      baseUrl: BASE_URL,
      problem: null,
    });
    expect(env()).toEqual({ A: '1', ANTHROPIC_BASE_URL: BASE_URL, ANTHROPIC_AUTH_TOKEN: KEY });
    expect(await disconnect()).toMatchObject({ state: 'not-connected' });
    expect(rig.read()).toBe(OWN);
    expect(rig.book.list()).toEqual([]);
  });

  it.each(GOOD.filter((_, index) => index % 6 === 0))(
    '$name goes through connecting and disconnecting on the disk',
    async ({ bytes }) => {
      rig.write(bytes);
      await connect({ keepSignIn: true });
      await connect();
      await disconnect();
      expect(Buffer.from(rig.read(), 'utf8')).toEqual(Buffer.from(bytes.toString('utf8'), 'utf8'));
      expect(readdirSync(rig.path('.claude'))).toEqual(['settings.json']);
    },
  );

  it('keeps its mode', async () => {
    rig.write(OWN);
    chmodSync(rig.file, 0o640);
    await connect();
    expect(rig.mode()).toBe('640');
    await disconnect();
    expect(rig.mode()).toBe('640');
  });

  it('is made 0600 with its folder where there is none, and goes with it again', async () => {
    await connect();
    expect(rig.mode()).toBe('600');
    expect(rig.mode(rig.path('.claude'))).toBe('700');
    await disconnect();
    expect(rig.exists()).toBe(false);
    expect(rig.exists(rig.path('.claude'))).toBe(false);
  });

  it('that we made stays where its user has begun to use it, without what was ours', async () => {
    await connect();
    rig.write(rig.read().replace('{', '{\n  "model": "opus",'));
    await disconnect();
    expect(parsed(rig.read())).toEqual({ model: 'opus' });
  });

  it('that we made goes, and a folder that somebody else uses by now stays', async () => {
    await connect();
    rig.write('x', rig.path('.claude/history.jsonl'));
    await disconnect();
    expect(readdirSync(rig.path('.claude'))).toEqual(['history.jsonl']);
  });

  it('is found where CLAUDE_CONFIG_DIR says, the caller’s before that of this process', async () => {
    rig.environment['CLAUDE_CONFIG_DIR'] = rig.path('mine');
    expect((await connect()).file).toBe(rig.path('mine/settings.json'));
    expect((await connect({ configDir: rig.path('callers') })).file).toBe(rig.path('callers/settings.json'));
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
    await connect({ fingerprint: preview.fingerprint });
    expect(value(await rig.desk.preview(USER))).toMatchObject({ changes: false, diff: [] });
    expect(value(await rig.desk.previewDisconnect({ scope: 'user' }))).toMatchObject({ changes: true });
  });

  it('is not touched where there is nothing to disconnect', async () => {
    rig.write(OWN);
    expect(await disconnect()).toMatchObject({ state: 'not-connected' });
    expect(rig.read()).toBe(OWN);
  });
});

describe('a file that is in somebody else’s hands', () => {
  it('is not written where it changed after it was shown', async () => {
    rig.write(OWN);
    const { fingerprint } = value(await rig.desk.preview(USER));
    const changed = OWN.replace('opus', 'haiku');
    rig.write(changed);
    expect(await rig.desk.connect({ ...USER, fingerprint })).toMatchObject({
      ok: false,
      error: { code: 'claude_settings_changed' },
    });
    expect(rig.read()).toBe(changed);
    expect(rig.book.list()).toEqual([]);
  });

  it('is not written where it changes in the moment before the rename', async () => {
    rig.write(OWN);
    const changed = OWN.replace('opus', 'haiku');
    rig.vault.beforeDurable = async () => rig.write(changed);
    expect(await rig.desk.connect(USER)).toMatchObject({ error: { code: 'claude_settings_changed' } });
    expect(rig.read()).toBe(changed);
    expect(readdirSync(rig.path('.claude'))).toEqual(['settings.json']);
  });

  it('is not made where it appears in the moment before', async () => {
    rig.vault.beforeDurable = async () => rig.write(OWN);
    expect(await rig.desk.connect(USER)).toMatchObject({ error: { code: 'claude_settings_changed' } });
    expect(rig.read()).toBe(OWN);
  });

  it('is written through a link, which stays', async () => {
    rig.write(OWN, rig.path('dotfiles/claude.json'));
    mkdirSync(rig.path('.claude'));
    symlinkSync('../dotfiles/claude.json', rig.file);
    await connect();
    expect(readlinkSync(rig.file)).toBe('../dotfiles/claude.json');
    expect(parsed(rig.read(rig.path('dotfiles/claude.json'))).env).toHaveProperty(
      'ANTHROPIC_BASE_URL',
      BASE_URL,
    );
    expect(readdirSync(rig.path('dotfiles'))).toEqual(['claude.json']);
    await disconnect();
    expect(lstatSync(rig.file).isSymbolicLink()).toBe(true);
    expect(rig.read(rig.path('dotfiles/claude.json'))).toBe(OWN);
  });

  it('is written through a linked folder', async () => {
    rig.write(OWN, rig.path('dotfiles/settings.json'));
    symlinkSync('dotfiles', rig.path('.claude'));
    await connect();
    expect(parsed(rig.read(rig.path('dotfiles/settings.json'))).env).toHaveProperty('ANTHROPIC_BASE_URL');
    await disconnect();
    expect(rig.read(rig.path('dotfiles/settings.json'))).toBe(OWN);
  });

  it.each([
    [
      'a link to nothing',
      () => symlinkSync('/nowhere/at/all', rig.file),
      'claude_settings_unreadable',
      /link to \/nowhere/,
    ],
    [
      'a link to itself',
      () => symlinkSync('settings.json', rig.file),
      'claude_settings_unreadable',
      /cannot be read/,
    ],
    ['a folder', () => mkdirSync(rig.file), 'claude_settings_unreadable', /not a regular file/],
    [
      'read-only',
      () => {
        rig.write(OWN);
        chmodSync(rig.file, 0o444);
      },
      'claude_settings_write_failed',
      /read-only/,
    ],
    [
      'huge',
      () => rig.write(Buffer.alloc(9 * 1024 * 1024, ' ')),
      'claude_settings_unreadable',
      /larger than/,
    ],
    ['not JSON', () => rig.write('{'), 'claude_settings_invalid', /not valid JSON \(line 1\)/],
  ])('that is %s is left as it is', async (_what, make, code, sentence) => {
    mkdirSync(rig.path('.claude'));
    make();
    const refused = await rig.desk.connect(USER);
    expect(refused).toMatchObject({ ok: false, error: { code, message: expect.stringMatching(sentence) } });
    expect(rig.book.list()).toEqual([]);
    expect(readdirSync(rig.path('.claude'))).toEqual(['settings.json']);
    if (code === 'claude_settings_write_failed') expect(rig.read()).toBe(OWN);
    else expect((await rig.desk.standings())[0]).toMatchObject({ state: 'unreadable', problem: { code } });
  });

  it('whose folder cannot be made is told so', async () => {
    rig.write('a file', rig.path('.claude'));
    expect(await rig.desk.connect(USER)).toMatchObject({ error: { code: 'claude_settings_unreadable' } });
  });
});

describe('a project', () => {
  it.each([
    ['project', 'settings.json'],
    ['local', 'settings.local.json'],
  ] as const)('has its %s settings in %s', async (scope, name) => {
    mkdirSync(rig.path('work'));
    const state = await connect({ scope, folder: `${rig.path('work')}/` });
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
    expect(await connect({ key: 'studio' })).toMatchObject({ state: 'connected' });
    expect(env()).toMatchObject({ ANTHROPIC_AUTH_TOKEN: NEXT_KEY });
    expect(await rig.desk.connect({ ...USER, key: 'nobody' })).toMatchObject({
      error: { code: 'key_unknown' },
    });
  });

  it('a replaced one is replaced in the files, and the original stays the original', async () => {
    rig.write(OWN);
    await connect();
    rig.keys.set('', NEXT_KEY);
    expect((await rig.desk.standings())[0]?.state).toBe('outdated');
    await rig.desk.settle();
    expect(env()).toMatchObject({ ANTHROPIC_AUTH_TOKEN: NEXT_KEY });
    await disconnect();
    expect(rig.read()).toBe(OWN);
  });
});

describe('after a start', () => {
  it('a file names the new address where the port is another', async () => {
    rig.write(OWN);
    await connect({ keepSignIn: true });
    rig.baseUrl = 'http://127.0.0.1:9191';
    await rig.restart();
    expect(env()).toMatchObject({ ANTHROPIC_BASE_URL: 'http://127.0.0.1:9191' });
    await disconnect();
    expect(rig.read()).toBe(OWN);
  });

  it('a file that its user has pointed elsewhere is left alone', async () => {
    await connect();
    const edited = rig.read().replace(BASE_URL, 'https://gateway.studio.example');
    rig.write(edited);
    rig.baseUrl = 'http://127.0.0.1:9191';
    await rig.restart();
    expect(rig.read()).toBe(edited);
    expect((await rig.desk.standings())[0]?.state).toBe('elsewhere');
  });

  it('a file that its user has put back is forgotten', async () => {
    rig.write(OWN);
    await connect();
    rig.write(OWN);
    await rig.restart();
    expect(rig.read()).toBe(OWN);
    expect(rig.book.list()).toEqual([]);
  });

  it('files that a clean quit took out are put back', async () => {
    rig.write(OWN);
    await connect();
    const connected = rig.read();
    await rig.desk.suspend();
    expect(rig.read()).toBe(OWN);
    await rig.desk.suspend();
    expect(rig.read()).toBe(OWN);
    expect(rig.desk.connectedFiles()).toEqual([]);
    await rig.restart();
    expect(rig.read()).toBe(connected);
    expect(rig.desk.connectedFiles()).toEqual([rig.file]);
    await disconnect();
    expect(rig.read()).toBe(OWN);
  });

  it('a file that we made comes and goes with clean quits', async () => {
    await connect();
    await rig.desk.suspend();
    expect(rig.exists(rig.path('.claude'))).toBe(false);
    await rig.restart();
    expect(env()).toHaveProperty('ANTHROPIC_BASE_URL');
    await disconnect();
    expect(rig.exists(rig.path('.claude'))).toBe(false);
  });

  it('a file that is damaged by then stays as it is, and the others are seen to', async () => {
    mkdirSync(rig.path('work'));
    await connect();
    await connect({ scope: 'local', folder: rig.path('work') });
    rig.write('{ damaged');
    rig.baseUrl = 'http://127.0.0.1:9191';
    await rig.restart();
    expect(rig.read()).toBe('{ damaged');
    expect(parsed(rig.read(rig.path('work/.claude/settings.local.json'))).env).toMatchObject({
      ANTHROPIC_BASE_URL: 'http://127.0.0.1:9191',
    });
  });
});

/** Ends the "process" at one of its steps: from there on nothing reaches vault or disk. */
class Crash extends Error {}

describe('a crash', () => {
  it.each([1, 2])('at write %i to the vault while connecting leaves nothing half done', async (step) => {
    rig.write(OWN);
    let writes = 0;
    rig.vault.beforeDurable = async () => {
      writes += 1;
      if (writes === step) throw new Crash();
    };
    await expect(rig.desk.connect(USER)).rejects.toThrow(Crash);
    rig.vault.beforeDurable = async () => {};
    await rig.restart();
    const [standing] = await rig.desk.standings();
    // Before the file was written: as if nobody had asked. After it: connected, and remembered.
    expect(standing?.state).toBe(step === 1 ? 'not-connected' : 'connected');
    await disconnect();
    expect(rig.read()).toBe(OWN);
  });

  it('between memory and file leaves the file, and the memory goes', async () => {
    rig.write(OWN);
    await connect();
    rig.write(OWN);
    expect(rig.book.list()).toHaveLength(1);
    rig.write('left behind', `${rig.file}.0123456789ab.tmp`);
    await rig.restart();
    expect(rig.read()).toBe(OWN);
    expect(rig.book.list()).toEqual([]);
    expect(readdirSync(rig.path('.claude'))).toEqual(['settings.json']);
  });

  it('while a clean quit takes the variables out does not lose the connection', async () => {
    rig.write(OWN);
    await connect();
    const connected = rig.read();
    // The quit was remembered, its file never written.
    const [record] = rig.book.list();
    await rig.book.save({ ...record!, suspended: true });
    await rig.restart();
    expect(rig.read()).toBe(connected);
    expect(rig.book.list()[0]?.suspended).toBe(false);
  });
});

it('what is remembered lies in the vault alone, and the vault’s refusal is told', async () => {
  rig.write(OWN);
  rig.vault.diskIsFull = true;
  expect(await rig.desk.connect(USER)).toMatchObject({ error: { code: 'vault_write_failed' } });
  expect(rig.read()).toBe(OWN);
  rig.vault.diskIsFull = false;
  await connect();
  unlinkSync(rig.file);
  expect(await disconnect()).toMatchObject({ state: 'not-connected' });
  expect(rig.exists()).toBe(false);
});
