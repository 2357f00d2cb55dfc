import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { seal } from '../../../src-main/core/vault/envelope.ts';
import { openMemoryVault } from '../../../src-main/core/vault/open-vault.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { dataFolder } from '../../support/vault/data-folder.ts';
import { FailingDisk } from '../../support/vault/failing-disk.ts';
import {
  clientKey,
  openedVault,
  openTestVault,
  otherKey,
  testKey,
  testRandom,
  tokenSet,
} from '../../support/vault/vault-samples.ts';
import { folderWithVault, photograph } from './vault-folder.ts';

describe('a vault on disk', () => {
  it('is empty where there is none and makes no file before the first write', async () => {
    const folder = dataFolder();
    const opened = await openedVault(folder);
    expect(opened.vault.ids()).toEqual([]);
    expect(opened.findings).toEqual([]);
    await opened.close();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('comes back with every record and version, in files that only its user can read', async () => {
    const folder = await folderWithVault();
    const { vault, findings, close } = await openedVault(folder);
    expect(vault.ids()).toEqual(['account', 'client']);
    expect(vault.read('account')).toEqual({ version: 2, record: tokenSet('rotated') });
    expect(vault.read('client')).toEqual({ version: 3, record: clientKey('key') });
    expect(findings).toEqual([]);
    await close();
    expect(readdirSync(folder)).toEqual(['vault.bak', 'vault.rota']);
    for (const name of readdirSync(folder)) {
      expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
      expect(readFileSync(join(folder, name)).includes('rotated')).toBe(false);
    }
  });

  it('keeps an id like __proto__ as any other', async () => {
    const folder = dataFolder();
    const first = await openedVault(folder);
    await first.vault.write('__proto__', clientKey('odd'), 0);
    await first.close();
    const { vault, close } = await openedVault(folder);
    expect(vault.read('__proto__')?.record).toEqual(clientKey('odd'));
    expect(vault.read('constructor')).toBeNull();
    await close();
  });

  it('counts on after a restart, so that a version from before is never given out again', async () => {
    const folder = await folderWithVault();
    const first = await openedVault(folder);
    await first.vault.remove('client');
    await first.close();
    const { vault, close } = await openedVault(folder);
    expect(await vault.write('client', clientKey('new'), 0)).toEqual({ ok: true, value: { version: 5 } });
    await close();
  });

  it('removes what a killed writer left behind', async () => {
    const folder = await folderWithVault();
    writeFileSync(join(folder, 'vault.rota.0123456789ab.tmp'), 'half');
    await (await openedVault(folder)).close();
    expect(readdirSync(folder)).toEqual(['vault.bak', 'vault.rota']);
  });
});

describe('a vault that is whole but cannot be opened', () => {
  it('with the wrong master key is left as it is', async () => {
    const folder = await folderWithVault();
    const before = photograph(folder);
    const opened = await openTestVault(folder, [otherKey]);
    expect(opened).toMatchObject({ ok: false, error: { code: 'wrong-master-key' } });
    expect(photograph(folder)).toEqual(before);
  });

  it('does not make way for an older copy that the key at hand does open', async () => {
    const folder = await folderWithVault();
    const newer = await folderWithVault();
    const opened = await openedVault(newer);
    await opened.rekey(otherKey);
    await opened.close();
    writeFileSync(join(folder, 'vault.rota'), readFileSync(join(newer, 'vault.rota')));
    const before = photograph(folder);
    expect(await openTestVault(folder, [testKey])).toMatchObject({ error: { code: 'wrong-master-key' } });
    expect(photograph(folder)).toEqual(before);
  });

  it.each([
    [
      'holds fields that this version does not know',
      { format: 1, sequence: 0, savedAt: 0, records: [], more: 1 },
    ],
    ['is of a later format', { format: 2, sequence: 0, savedAt: 0, records: [] }],
    ['holds a record of an unknown kind', withRecord({ kind: 'passkey', value: 'sk-hidden' })],
    ['holds a record with a wrong value', withRecord({ kind: 'client-key', value: 5, createdAt: 0 })],
    ['holds one id twice', withRecord(clientKey('sk-hidden'), clientKey('sk-hidden'))],
    ['holds a version that was never given out', { ...withRecord(clientKey('sk-hidden')), sequence: 0 }],
    ['is no JSON', undefined],
  ])('because it %s is left as it is', async (_, content) => {
    const folder = dataFolder();
    const plaintext = Buffer.from(content === undefined ? '{"sk-hidden' : JSON.stringify(content));
    writeFileSync(join(folder, 'vault.rota'), seal(plaintext, testKey, 'rota vault', testRandom));
    const before = photograph(folder);
    const opened = await openTestVault(folder);
    expect(opened).toMatchObject({ ok: false, error: { code: 'vault-newer' } });
    expect(opened.ok ? '' : opened.error.message).not.toContain('sk-hidden');
    expect(photograph(folder)).toEqual(before);
  });

  function withRecord(...records: unknown[]) {
    const list = records.map((record) => ({ id: 'a', version: 1, record }));
    return { format: 1, sequence: 1, savedAt: 0, records: list };
  }
});

describe('a change of master key', () => {
  it('puts both files under the new key, which then seals every later write', async () => {
    const folder = await folderWithVault();
    const first = await openedVault(folder);
    expect((await first.rekey(otherKey)).ok).toBe(true);
    expect(first.keyId()).toBe(otherKey.id);
    await first.vault.write('later', clientKey('later'), 0);
    await first.close();
    expect(await openTestVault(folder, [testKey])).toMatchObject({ error: { code: 'wrong-master-key' } });
    rmSync(join(folder, 'vault.rota'));
    const { vault, close } = await openedVault(folder, [otherKey]);
    expect(vault.ids()).toEqual(['account', 'client', 'later']);
    await close();
  });

  it('waits for the writes before it and holds up those after it', async () => {
    const folder = await folderWithVault();
    const opened = await openedVault(folder);
    const results = await Promise.all([
      opened.vault.write('one', clientKey('1'), 0),
      opened.rekey(otherKey),
      opened.vault.write('two', clientKey('2'), 0),
    ]);
    expect(results.map(({ ok }) => ok)).toEqual([true, true, true]);
    await opened.close();
    const { vault, close } = await openedVault(folder, [otherKey]);
    expect(vault.ids()).toEqual(['account', 'client', 'one', 'two']);
    await close();
  });

  it('before the first write decides what that one is sealed with', async () => {
    const folder = dataFolder();
    const first = await openedVault(folder);
    await first.rekey(otherKey);
    await first.vault.write('a', clientKey('1'), 0);
    await first.close();
    const { vault, close } = await openedVault(folder, [testKey, otherKey]);
    expect(vault.ids()).toEqual(['a']);
    await close();
  });

  it('loses nothing whichever operation fails, as long as both keys are known', async () => {
    for (let at = 1; ; at += 1) {
      const folder = await folderWithVault();
      const disk = new FailingDisk();
      const opened = await openTestVault(folder, [testKey], disk);
      if (!opened.ok) throw new Error(opened.error.message);
      disk.arm({ at, forever: true, code: 'EIO' });
      const rekeyed = await opened.value.rekey(otherKey);
      const struck = disk.operations >= at;
      expect(rekeyed.ok).toBe(!struck);
      await opened.value.close();
      for (const keys of [
        [testKey, otherKey],
        [otherKey, testKey],
      ] as const) {
        const again = await openedVault(folder, keys);
        expect(again.vault.ids()).toEqual(['account', 'client']);
        await again.close();
      }
      if (!struck) break;
    }
  });
});

describe('a vault in memory', () => {
  it('behaves as one on disk and leaves nothing there', async () => {
    const { vault, close, keyId } = openMemoryVault(new ManualClock());
    expect(await vault.write('a', clientKey('1'), 0)).toEqual({ ok: true, value: { version: 1 } });
    expect(await vault.write('a', clientKey('2'), 0)).toMatchObject({ error: { code: 'conflict' } });
    expect(vault.read('a')?.record).toEqual(clientKey('1'));
    expect(keyId()).toBeNull();
    await close();
  });
});
