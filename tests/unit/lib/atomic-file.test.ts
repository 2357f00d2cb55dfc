import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  ensurePrivateFolder,
  readFileLimited,
  removeLeftoverTemps,
  setFileAside,
  writeFileAtomic,
} from '../../../src-main/core/lib/atomic-file.ts';
import { renamePatiently } from '../../../src-main/core/lib/disk.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { dataFolder } from '../../support/vault/data-folder.ts';
import { FailingDisk } from '../../support/vault/failing-disk.ts';

const NOON = Date.UTC(2026, 10, 22, 12, 0, 0);
const modeOf = (path: string) => statSync(path).mode & 0o777;
const text = (path: string) => readFileSync(path, 'utf8');

describe('an atomic write', () => {
  it('creates and replaces a file with mode 0600 and leaves nothing else behind', async () => {
    const folder = dataFolder();
    const path = join(folder, 'settings');
    expect(await writeFileAtomic(path, 'one')).toEqual({ ok: true, value: undefined });
    expect(await writeFileAtomic(path, new Uint8Array([0x32]))).toMatchObject({ ok: true });
    expect(text(path)).toBe('2');
    expect(modeOf(path)).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['settings']);
  });

  it('takes the mode that it is told, whatever the umask', async () => {
    const path = join(dataFolder(), 'shared');
    const before = process.umask(0o077);
    try {
      await writeFileAtomic(path, 'x', { mode: 0o644 });
    } finally {
      process.umask(before);
    }
    expect(modeOf(path)).toBe(0o644);
  });

  it.each([
    { forever: false, code: 'EIO' },
    { forever: true, code: 'ENOSPC' },
  ] as const)('leaves the old or the new file whole when any one operation fails: %o', async (kind) => {
    const folder = dataFolder();
    const path = join(folder, 'file');
    const disk = new FailingDisk();
    await writeFileAtomic(path, 'old', { disk });
    const operations = disk.operations;
    expect(operations).toBe(7); // open, chmod, write, sync, close, rename, sync of the folder
    for (let at = 1; at <= operations; at += 1) {
      await writeFileAtomic(path, 'old');
      disk.arm({ at, ...kind });
      const written = await writeFileAtomic(path, 'new', { disk });
      if (written.ok) throw new Error(`operation ${at} failed and the write did not`);
      expect(written.error.message).toContain(kind.code);
      expect(written.error.code).toBe(at === operations ? 'not-durable' : 'write-failed');
      expect(text(path)).toBe(at === operations ? 'new' : 'old');
      // A disk that fails from now on cannot even delete; the owner sweeps at its next start.
      if (kind.forever) await removeLeftoverTemps([path]);
      expect(readdirSync(folder)).toEqual(['file']);
    }
  });

  it('says in words why a folder cannot be written', async () => {
    const folder = dataFolder();
    const written = await writeFileAtomic(join(folder, 'missing', 'file'), 'x');
    expect(written).toMatchObject({ ok: false, error: { code: 'write-failed' } });
    if (!written.ok)
      expect(written.error.message).toMatch(/a folder of its path does not exist \(ENOENT\)\.$/);
  });
});

describe('a bounded read', () => {
  it('reads a file up to the limit, refuses a larger one and tells a missing one apart', async () => {
    const path = join(dataFolder(), 'file');
    expect(await readFileLimited(path, 4)).toEqual({ ok: true, value: null });
    for (const content of ['', 'abc', 'abcd']) {
      writeFileSync(path, content);
      expect(await readFileLimited(path, 4)).toEqual({ ok: true, value: Buffer.from(content) });
    }
    writeFileSync(path, 'abcde');
    expect(await readFileLimited(path, 4)).toMatchObject({ ok: false, error: { code: 'too-large' } });
  });

  it('refuses a folder', async () => {
    expect(await readFileLimited(dataFolder(), 4)).toMatchObject({
      ok: false,
      error: { code: 'unreadable' },
    });
  });
});

describe('a private folder', () => {
  it('is made with mode 0700, parents included', async () => {
    const root = dataFolder();
    expect(await ensurePrivateFolder(join(root, 'a', 'b'))).toMatchObject({ ok: true });
    expect([modeOf(join(root, 'a')), modeOf(join(root, 'a', 'b'))]).toEqual([0o700, 0o700]);
  });

  it('is closed to others when it was made for us empty, and left alone when it holds files', async () => {
    const root = dataFolder();
    for (const name of ['empty', 'used']) mkdirSync(join(root, name), { mode: 0o755 });
    writeFileSync(join(root, 'used', 'photo'), '');
    await ensurePrivateFolder(join(root, 'empty'));
    await ensurePrivateFolder(join(root, 'used'));
    expect([modeOf(join(root, 'empty')), modeOf(join(root, 'used'))]).toEqual([0o700, 0o755]);
  });

  it('cannot be where a file is', async () => {
    const path = join(dataFolder(), 'file');
    writeFileSync(path, '');
    expect(await ensurePrivateFolder(path)).toMatchObject({ ok: false, error: { code: 'write-failed' } });
  });
});

describe('a damaged file', () => {
  it('is set aside under a dated name and never over an earlier one', async () => {
    const folder = dataFolder();
    const path = join(folder, 'vault.rota');
    const moved: string[] = [];
    for (const content of ['first', 'second', 'third']) {
      writeFileSync(path, content, { mode: 0o644 });
      const aside = await setFileAside(path, NOON);
      if (!aside.ok) throw new Error(aside.error.message);
      moved.push(`${aside.value.slice(folder.length + 1)}: ${text(aside.value)}`);
      expect(modeOf(aside.value)).toBe(0o600);
    }
    expect(moved).toEqual([
      'vault.rota.damaged-20261122T120000Z: first',
      'vault.rota.damaged-20261122T120000Z-2: second',
      'vault.rota.damaged-20261122T120000Z-3: third',
    ]);
    expect(readdirSync(folder)).toHaveLength(3);
  });

  it('stays in place, whole, when the disk refuses', async () => {
    const path = join(dataFolder(), 'vault.rota');
    writeFileSync(path, 'content');
    const disk = new FailingDisk();
    for (const at of [1, 2, 3]) {
      disk.arm({ at, forever: false, code: 'EIO' });
      expect(await setFileAside(path, NOON, disk)).toMatchObject({ ok: false });
      expect(text(path)).toBe('content');
    }
  });
});

describe('leftovers of a killed process', () => {
  it('are removed beside the named files only', async () => {
    const folder = dataFolder();
    const names = ['a', 'a.0123456789ab.tmp', 'a.tmp', 'b.0123456789ab.tmp', 'xa.0123456789ab.tmp'];
    for (const name of names) writeFileSync(join(folder, name), '');
    await removeLeftoverTemps([join(folder, 'a')]);
    expect(readdirSync(folder)).toEqual(names.filter((name) => name !== 'a.0123456789ab.tmp'));
  });
});

describe('a rename on Windows', () => {
  const held = () => Promise.reject(Object.assign(new Error('held'), { code: 'EPERM' }));

  it('waits for a virus scanner to let go', async () => {
    const clock = new ManualClock();
    let tries = 0;
    const rename = () => {
      tries += 1;
      return tries < 4 ? held() : Promise.resolve();
    };
    const done = renamePatiently(rename, 'a', 'b', clock);
    await clock.advanceAsync(100, 10);
    await done;
    expect(tries).toBe(4);
  });

  it('gives up after about a second, and at once where waiting does not help', async () => {
    const clock = new ManualClock();
    const settled = expect(renamePatiently(held, 'a', 'b', clock)).rejects.toMatchObject({ code: 'EPERM' });
    await clock.advanceAsync(1_300, 10);
    await settled;
    const full = () => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }));
    await expect(renamePatiently(full, 'a', 'b', clock)).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(clock.pendingTimers).toBe(0);
  });
});

describe('a symbolic link in the data folder', () => {
  it('is replaced by the file and its target is left alone', async () => {
    const folder = dataFolder();
    writeFileSync(join(folder, 'target'), 'target');
    symlinkSync(join(folder, 'target'), join(folder, 'link'));
    await writeFileAtomic(join(folder, 'link'), 'new');
    expect([text(join(folder, 'link')), text(join(folder, 'target'))]).toEqual(['new', 'target']);
  });
});
