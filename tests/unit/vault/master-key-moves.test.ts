import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fail, type Result } from '../../../src-main/core/lib/result.ts';
import type { KeyStoreChoice } from '../../../src-main/core/vault/choose-key-store.ts';
import { type MasterKey, masterKeyToText } from '../../../src-main/core/vault/master-key.ts';
import { moveMasterKey } from '../../../src-main/core/vault/move-master-key.ts';
import { otherKey, testKey } from '../../support/vault/vault-samples.ts';
import { failureOf, Machine } from './key-store-machine.ts';

const asKey = (result: Result<MasterKey | null>) => (result.ok ? result.value?.id : result.error.code);

describe('rotation of the master key', () => {
  it('replaces the key everywhere', async () => {
    for (const choice of ['keychain', 'file'] as const) {
      const machine = await new Machine().firstStart(choice);
      const old = machine.record().keyId;
      const opened = await machine.unlocked();
      const rotations = await Promise.all([opened.rotateMasterKey(), opened.rotateMasterKey()]);
      expect(rotations.every(({ ok }) => ok)).toBe(true);
      await opened.close();
      const { keyId, otherKeyIds } = machine.record();
      expect(keyId).not.toBe(old);
      expect(otherKeyIds).toEqual([]);
      expect(asKey(await machine.keyStore(choice).read(old))).toBe(keyId);
      await machine.expectVaultWhole();
    }
  });

  it('is refused for a key that is given from outside', async () => {
    const machine = new Machine();
    machine.masterKeyText = masterKeyToText(testKey);
    await machine.firstStart('env');
    const opened = await machine.unlocked();
    expect(failureOf(await opened.rotateMasterKey()).code).toBe('not-rotatable');
    await opened.close();
  });

  it('loses nothing whichever disk operation is the last one before a crash', async () => {
    const record = { finished: 0, interrupted: 0 };
    for (let at = 1; ; at += 1) {
      const machine = await new Machine().firstStart('file');
      const old = machine.record().keyId;
      const opened = await machine.unlocked();
      machine.disk.arm({ at, forever: true, code: 'EIO' });
      const rotated = await opened.rotateMasterKey();
      const struck = machine.disk.operations >= at;
      await opened.close();
      machine.disk.arm(null);
      record[rotated.ok ? 'finished' : 'interrupted'] += 1;

      await machine.expectVaultWhole();
      const { keyId, otherKeyIds } = machine.record();
      expect(otherKeyIds).toEqual([]);
      // One key is left, and it is the one that the vault is under.
      expect(readFileSync(join(machine.folder, 'master.key'), 'utf8').trim().split('\n')).toHaveLength(1);
      expect(asKey(await machine.keyStore('file').read(keyId))).toBe(keyId);
      if (rotated.ok) expect(keyId).not.toBe(old);
      await machine.expectVaultWhole();
      if (!struck) break;
    }
    expect(record.interrupted).toBeGreaterThan(20);
    expect(record.finished).toBeGreaterThan(1);
  });

  it('that failed half way can be repeated without a restart', async () => {
    for (const at of [9, 17, 24, 31]) {
      const machine = await new Machine().firstStart('file');
      const opened = await machine.unlocked();
      machine.disk.arm({ at, forever: false, code: 'EIO' });
      await opened.rotateMasterKey();
      expect(machine.disk.operations).toBeGreaterThanOrEqual(at);
      machine.disk.arm(null);
      expect((await opened.rotateMasterKey()).ok).toBe(true);
      await opened.close();
      await machine.expectVaultWhole();
      expect(readFileSync(join(machine.folder, 'master.key'), 'utf8').trim().split('\n')).toHaveLength(1);
    }
  });

  it('keeps noting an old key that the store would not remove', async () => {
    const machine = await new Machine().firstStart();
    const old = machine.record().keyId;
    const { remove } = machine.keychain;
    Object.assign(machine.keychain, { remove: async () => fail('locked', 'locked') });
    const opened = await machine.unlocked();
    expect((await opened.rotateMasterKey()).ok).toBe(true);
    await opened.close();
    expect(machine.record().otherKeyIds).toEqual([old]);
    Object.assign(machine.keychain, { remove });
    await machine.expectVaultWhole();
    expect(machine.record().otherKeyIds).toEqual([]);
  });
});

describe('moving the master key', () => {
  const move = (machine: Machine, to: KeyStoreChoice) =>
    moveMasterKey({ folder: machine.folder, to, keyStore: machine.keyStore, disk: machine.disk });

  it('takes it to the other store and out of the old one', async () => {
    const machine = await new Machine().firstStart('file');
    const { keyId } = machine.record();
    expect((await move(machine, 'keychain')).ok).toBe(true);
    expect(machine.record()).toEqual({ store: 'keychain', keyId, otherKeyIds: [] });
    expect(readdirSync(machine.folder)).not.toContain('master.key');
    await machine.expectVaultWhole('keychain');
    expect((await move(machine, 'keychain')).ok).toBe(true);
  });

  it('to the environment works with the same key only', async () => {
    const machine = await new Machine().firstStart('file');
    machine.masterKeyText = masterKeyToText(otherKey);
    expect(failureOf(await move(machine, 'env')).message).toContain('ROTA_MASTER_KEY is set from outside');
    machine.masterKeyText = readFileSync(join(machine.folder, 'master.key'), 'utf8');
    expect((await move(machine, 'env')).ok).toBe(true);
    await machine.expectVaultWhole();
  });

  it('leaves the key where the record says, whichever operation fails', async () => {
    for (let at = 1; ; at += 1) {
      const machine = await new Machine().firstStart();
      machine.disk.arm({ at, forever: true, code: 'EIO' });
      const moved = await move(machine, 'file');
      const struck = machine.disk.operations >= at;
      machine.disk.arm(null);
      expect(moved.ok).toBe(!struck);
      await machine.expectVaultWhole();
      if (!struck) break;
    }
  });

  it('says what is missing', async () => {
    const machine = new Machine();
    expect(failureOf(await move(machine, 'file')).message).toContain('has no master key yet');
    await machine.firstStart();
    await machine.keychain.remove(machine.record().keyId);
    expect(failureOf(await move(machine, 'file')).message).toContain('memory does not hold master key');
  });
});
