import { chmodSync, lstatSync, mkdirSync, readdirSync, readlinkSync, symlinkSync, unlinkSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BASE_URL, parsed } from '../../unit/claude-code/connecting.ts';
import { DeskRig, OWN, USER, value } from './desk-rig.ts';

let rig: DeskRig;

beforeEach(() => {
  rig = new DeskRig();
});
afterEach(() => rig[Symbol.dispose]());

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
    await rig.connect();
    expect(readlinkSync(rig.file)).toBe('../dotfiles/claude.json');
    expect(parsed(rig.read(rig.path('dotfiles/claude.json'))).env).toHaveProperty(
      'ANTHROPIC_BASE_URL',
      BASE_URL,
    );
    expect(readdirSync(rig.path('dotfiles'))).toEqual(['claude.json']);
    await rig.disconnect();
    expect(lstatSync(rig.file).isSymbolicLink()).toBe(true);
    expect(rig.read(rig.path('dotfiles/claude.json'))).toBe(OWN);
  });

  it('is written through a linked folder', async () => {
    rig.write(OWN, rig.path('dotfiles/settings.json'));
    symlinkSync('dotfiles', rig.path('.claude'));
    await rig.connect();
    expect(parsed(rig.read(rig.path('dotfiles/settings.json'))).env).toHaveProperty('ANTHROPIC_BASE_URL');
    await rig.disconnect();
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

describe('after a start', () => {
  it('a file names the new address where the port is another', async () => {
    rig.write(OWN);
    await rig.connect({ keepSignIn: true });
    rig.baseUrl = 'http://127.0.0.1:9191';
    await rig.restart();
    expect(rig.env()).toMatchObject({ ANTHROPIC_BASE_URL: 'http://127.0.0.1:9191' });
    await rig.disconnect();
    expect(rig.read()).toBe(OWN);
  });

  it('a file that its user has pointed elsewhere is left alone', async () => {
    await rig.connect();
    const edited = rig.read().replace(BASE_URL, 'https://gateway.studio.example');
    rig.write(edited);
    rig.baseUrl = 'http://127.0.0.1:9191';
    await rig.restart();
    expect(rig.read()).toBe(edited);
    expect((await rig.desk.standings())[0]?.state).toBe('elsewhere');
  });

  it('a file that its user has put back is forgotten', async () => {
    rig.write(OWN);
    await rig.connect();
    rig.write(OWN);
    await rig.restart();
    expect(rig.read()).toBe(OWN);
    expect(rig.book.list()).toEqual([]);
  });

  it('files that a clean quit took out are put back', async () => {
    rig.write(OWN);
    await rig.connect();
    const connected = rig.read();
    await rig.desk.suspend();
    expect(rig.read()).toBe(OWN);
    await rig.desk.suspend();
    expect(rig.read()).toBe(OWN);
    expect(rig.desk.connectedFiles()).toEqual([]);
    await rig.restart();
    expect(rig.read()).toBe(connected);
    expect(rig.desk.connectedFiles()).toEqual([rig.file]);
    await rig.disconnect();
    expect(rig.read()).toBe(OWN);
  });

  it('a file that we made comes and goes with clean quits', async () => {
    await rig.connect();
    await rig.desk.suspend();
    expect(rig.exists(rig.path('.claude'))).toBe(false);
    await rig.restart();
    expect(rig.env()).toHaveProperty('ANTHROPIC_BASE_URL');
    await rig.disconnect();
    expect(rig.exists(rig.path('.claude'))).toBe(false);
  });

  it('a file that is damaged by then stays as it is, and the others are seen to', async () => {
    mkdirSync(rig.path('work'));
    await rig.connect();
    await rig.connect({ scope: 'local', folder: rig.path('work') });
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
    await rig.disconnect();
    expect(rig.read()).toBe(OWN);
  });

  it('between memory and file leaves the file, and the memory goes', async () => {
    rig.write(OWN);
    await rig.connect();
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
    await rig.connect();
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
  await rig.connect();
  unlinkSync(rig.file);
  expect(await rig.disconnect()).toMatchObject({ state: 'not-connected' });
  expect(rig.exists()).toBe(false);
});
