import { existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dataFolder } from '../../support/vault/data-folder.ts';
import { FailingDisk } from '../../support/vault/failing-disk.ts';
import {
  clientKey,
  openedVault,
  openTestVault,
  testKey,
  tokenSet,
} from '../../support/vault/vault-samples.ts';
import { folderWithVault, photograph } from './vault-folder.ts';

describe('a damaged vault', () => {
  it('is replaced by its spare copy wherever it is cut off, and the damaged file is kept', async () => {
    const folder = dataFolder();
    const first = await openedVault(folder);
    await first.vault.write('client', clientKey('kept'), 0);
    await first.close();
    const whole = readFileSync(join(folder, 'vault.rota'));
    for (let length = 0; length < whole.length; length += 1) {
      writeFileSync(join(folder, 'vault.rota'), whole.subarray(0, length));
      const { vault, findings, close } = await openedVault(folder);
      expect(vault.read('client')?.record).toEqual(clientKey('kept'));
      expect(findings.map(({ code }) => code)).toEqual(['vault-file-damaged']);
      await close();
      expect(readFileSync(join(folder, 'vault.rota'))).toEqual(whole);
      const aside = readdirSync(folder).filter((name) => name.includes('damaged'));
      expect(aside).toHaveLength(1);
      expect(readFileSync(join(folder, aside[0]!))).toEqual(whole.subarray(0, length));
      rmSync(join(folder, aside[0]!));
    }
  });

  it('is told in one sentence that says what may be lost', async () => {
    const folder = await folderWithVault();
    truncateSync(join(folder, 'vault.rota'), 0);
    const { findings, close } = await openedVault(folder);
    expect(findings).toEqual([
      {
        code: 'vault-file-damaged',
        message: `The vault file was damaged and is kept as ${folder}/vault.rota.damaged-20261122T120000Z; its spare copy is in use, so only changes after 2026-11-22T12:00:00.000Z are lost, if there were any.`,
        setAsideAs: `${folder}/vault.rota.damaged-20261122T120000Z`,
      },
    ]);
    await close();
  });

  it('is replaced by its spare copy when it is gone', async () => {
    const folder = await folderWithVault();
    rmSync(join(folder, 'vault.rota'));
    const { vault, findings, close } = await openedVault(folder);
    expect(vault.ids()).toEqual(['account', 'client']);
    expect(findings.map(({ code }) => code)).toEqual(['vault-file-missing']);
    await close();
    expect(existsSync(join(folder, 'vault.rota'))).toBe(true);
  });

  it('is never taken for an empty one: with both files damaged nothing is opened and nothing touched', async () => {
    for (const [file, copy] of [
      ['', ''],
      ['garbage', 'garbage'],
      ['', null],
      [null, ''],
    ] as const) {
      const folder = dataFolder();
      if (file !== null) writeFileSync(join(folder, 'vault.rota'), file);
      if (copy !== null) writeFileSync(join(folder, 'vault.bak'), copy);
      const before = photograph(folder);
      expect(await openTestVault(folder)).toMatchObject({ ok: false, error: { code: 'vault-damaged' } });
      expect(photograph(folder)).toEqual(before);
    }
  });

  it('has its spare copy renewed when only that was damaged', async () => {
    const folder = await folderWithVault();
    writeFileSync(join(folder, 'vault.bak'), 'garbage');
    const { findings, close } = await openedVault(folder);
    expect(findings).toEqual([]);
    await close();
    expect(readFileSync(join(folder, 'vault.bak'))).toEqual(readFileSync(join(folder, 'vault.rota')));
  });
});

describe('a failing disk under the vault', () => {
  it.each([{ forever: false }, { forever: true }])(
    'loses no acknowledged write, whichever operation fails (for good: $forever)',
    async ({ forever }) => {
      for (let at = 1; ; at += 1) {
        const folder = await folderWithVault();
        const disk = new FailingDisk();
        const opened = await openTestVault(folder, [testKey], disk);
        if (!opened.ok) throw new Error(opened.error.message);
        const { vault, close } = opened.value;
        disk.arm({ at, forever, code: 'ENOSPC' });
        const written = await vault.write('account', tokenSet('newest'), 2);
        const expected = written.ok ? 'newest' : 'rotated';
        expect(vault.read('account')).toEqual({ version: written.ok ? 4 : 2, record: tokenSet(expected) });
        await close();
        const struck = disk.operations >= at;
        disk.arm(null);

        const again = await openedVault(folder);
        const found = again.vault.read('account')!.record;
        // Where the folder cannot be synced and then not be put right either, the write may be there after all.
        const both =
          forever && !written.ok ? [tokenSet('rotated'), tokenSet('newest')] : [tokenSet(expected)];
        expect(both).toContainEqual(found);
        expect(again.vault.read('client')?.record).toEqual(clientKey('key'));
        expect(again.findings).toEqual([]);
        await again.close();
        if (!struck) {
          expect(at).toBeGreaterThan(14); // both files were written through the failing disk
          break;
        }
      }
    },
  );

  it('can be repaired by the next write', async () => {
    const folder = await folderWithVault();
    const disk = new FailingDisk();
    const opened = await openTestVault(folder, [testKey], disk);
    if (!opened.ok) throw new Error(opened.error.message);
    disk.arm({ at: 1, forever: true, code: 'ENOSPC' });
    expect(await opened.value.vault.write('client', clientKey('new'), 3)).toMatchObject({
      error: { code: 'write-failed', message: expect.stringContaining('the disk is full (ENOSPC)') },
    });
    disk.arm(null);
    expect((await opened.value.vault.write('client', clientKey('new'), 3)).ok).toBe(true);
    await opened.value.close();
    const again = await openedVault(folder);
    expect(again.vault.read('client')?.record).toEqual(clientKey('new'));
    await again.close();
  });

  it('never turns a damaged vault with a good copy into an empty one', async () => {
    for (let at = 1; ; at += 1) {
      const folder = await folderWithVault();
      truncateSync(join(folder, 'vault.rota'), 50);
      const disk = new FailingDisk();
      disk.arm({ at, forever: true, code: 'EIO' });
      const opened = await openTestVault(folder, [testKey], disk);
      if (opened.ok) {
        expect(opened.value.vault.read('account')?.record).toEqual(tokenSet('rotated'));
        await opened.value.close();
      } else expect(opened.error.code).toBe('vault-unreadable');
      const struck = disk.operations >= at;
      const again = await openedVault(folder);
      expect(again.vault.read('account')?.record).toEqual(tokenSet('rotated'));
      await again.close();
      if (!struck) break;
    }
  });
});
