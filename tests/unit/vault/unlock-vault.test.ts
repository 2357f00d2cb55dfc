import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fail, type Result } from '../../../src-main/core/lib/result.ts';
import { Secret } from '../../../src-main/core/lib/secret.ts';
import { silentLogger } from '../../../src-main/core/logging/logger.ts';
import { type KeyStoreChoice, parseKeyStoreChoice } from '../../../src-main/core/vault/choose-key-store.ts';
import type { KeyStore } from '../../../src-main/core/vault/key-store.ts';
import { createEnvKeyStore } from '../../../src-main/core/vault/key-stores/env-key-store.ts';
import { createFileKeyStore } from '../../../src-main/core/vault/key-stores/file-key-store.ts';
import { createMemoryKeyStore } from '../../../src-main/core/vault/key-stores/memory-key-store.ts';
import { type MasterKey, masterKeyToText } from '../../../src-main/core/vault/master-key.ts';
import { moveMasterKey } from '../../../src-main/core/vault/move-master-key.ts';
import { type UnlockedVault, unlockVault } from '../../../src-main/core/vault/unlock-vault.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { dataFolder } from '../../support/vault/data-folder.ts';
import { FailingDisk } from '../../support/vault/failing-disk.ts';
import { clientKey, otherKey, testKey, testRandom } from '../../support/vault/vault-samples.ts';

/** A data folder with its three key stores; a memory store stands for the system keychain. */
class Machine {
  readonly folder = dataFolder();
  readonly keychain = createMemoryKeyStore();
  readonly disk = new FailingDisk();
  masterKeyText: string | null = null;

  keyStore = (choice: KeyStoreChoice): KeyStore => {
    const { folder, disk } = this;
    if (choice === 'keychain') return this.keychain;
    if (choice === 'env')
      return createEnvKeyStore(this.masterKeyText === null ? null : new Secret(this.masterKeyText));
    return createFileKeyStore({ folder, uid: process.getuid?.() ?? null, logger: silentLogger, disk });
  };

  unlock(requested: KeyStoreChoice | null = null) {
    return unlockVault({
      folder: this.folder,
      requested,
      keyStore: this.keyStore,
      clock: new ManualClock(),
      random: testRandom,
      logger: silentLogger,
      disk: this.disk,
    });
  }

  async unlocked(requested: KeyStoreChoice | null = null): Promise<UnlockedVault> {
    const opened = await this.unlock(requested);
    if (!opened.ok) throw new Error(opened.error.message);
    return opened.value;
  }

  /** First start with one secret in the vault. */
  async firstStart(requested: KeyStoreChoice | null = null): Promise<this> {
    const { vault, close } = await this.unlocked(requested);
    await vault.write('client', clientKey('kept'), 0);
    await close();
    return this;
  }

  async expectVaultWhole(requested: KeyStoreChoice | null = null): Promise<void> {
    const { vault, findings, close } = await this.unlocked(requested);
    expect(vault.read('client')?.record).toEqual(clientKey('kept'));
    expect(findings).toEqual([]);
    await close();
  }

  record(): { store: string; keyId: string; otherKeyIds: string[] } {
    return JSON.parse(readFileSync(join(this.folder, 'key-store.json'), 'utf8'));
  }

  photograph() {
    return Object.fromEntries(
      readdirSync(this.folder).map((name) => [name, readFileSync(join(this.folder, name)).toString('hex')]),
    );
  }
}

/** A key store that fails in one way at everything. */
const brokenStore = (code: 'unavailable' | 'locked' | 'timeout'): Pick<KeyStore, 'read' | 'write'> => ({
  read: async () => fail(code, 'The system keychain cannot be used.'),
  write: async () => fail(code, 'The system keychain cannot be used.'),
});

const failureOf = (result: Result<unknown>) => {
  if (result.ok) throw new Error('it succeeded');
  return result.error;
};
const asKey = (result: Result<MasterKey | null>) => (result.ok ? result.value?.id : result.error.code);

describe('the first start', () => {
  it('makes a master key in the keychain and records the choice', async () => {
    const machine = await new Machine().firstStart();
    const record = machine.record();
    expect(record).toEqual({
      store: 'keychain',
      keyId: expect.stringMatching(/^[0-9a-f]{16}$/),
      otherKeyIds: [],
    });
    expect(statSync(join(machine.folder, 'key-store.json')).mode & 0o777).toBe(0o600);
    expect(asKey(await machine.keychain.read(record.keyId))).toBe(record.keyId);
    await machine.expectVaultWhole();
  });

  it('takes the choice of store once; later starts need not be told', async () => {
    const machine = await new Machine().firstStart('file');
    await machine.expectVaultWhole();
    expect(readdirSync(machine.folder)).toEqual(['key-store.json', 'master.key', 'vault.bak', 'vault.rota']);
    for (const name of readdirSync(machine.folder)) {
      expect(statSync(join(machine.folder, name)).mode & 0o777).toBe(0o600);
    }
  });

  it('uses the key that the environment gives', async () => {
    const machine = new Machine();
    machine.masterKeyText = masterKeyToText(testKey);
    await machine.firstStart('env');
    expect(machine.record()).toMatchObject({ store: 'env', keyId: testKey.id });
    await machine.expectVaultWhole();
  });

  it('uses the key that somebody put into the key file before', async () => {
    const machine = new Machine();
    writeFileSync(join(machine.folder, 'master.key'), masterKeyToText(testKey), { mode: 0o600 });
    await machine.firstStart('file');
    expect(machine.record().keyId).toBe(testKey.id);
  });

  it.each(['unavailable', 'locked', 'timeout'] as const)(
    'without a usable keychain (%s) names the line that works and leaves nothing behind',
    async (code) => {
      const machine = new Machine();
      Object.assign(machine.keychain, brokenStore(code));
      const error = failureOf(await machine.unlock());
      expect(error.code).toBe(`key-store-${code}`);
      expect(error.message).toContain('`ROTA_KEY_STORE=file rota start`');
      expect(error.message).toContain('ROTA_KEY_STORE=env and ROTA_MASTER_KEY');
      expect(readdirSync(machine.folder)).toEqual([]);
      await machine.firstStart('file');
      await machine.expectVaultWhole();
    },
  );

  it('that ended before the first write is continued with the same key', async () => {
    const machine = new Machine();
    await (await machine.unlocked()).close();
    const { keyId } = machine.record();
    await machine.firstStart();
    expect(machine.record().keyId).toBe(keyId);
    await machine.expectVaultWhole();
  });

  it('on a failing disk leaves a folder that the next start can use', async () => {
    for (let at = 1; ; at += 1) {
      const machine = new Machine();
      machine.disk.arm({ at, forever: true, code: 'ENOSPC' });
      const opened = await machine.unlock('file');
      if (opened.ok) await opened.value.close();
      const struck = machine.disk.operations >= at;
      machine.disk.arm(null);
      await machine.firstStart('file');
      await machine.expectVaultWhole();
      if (!struck) break;
    }
  });
});

describe('a later start', () => {
  it('never makes a new key for a vault whose key is missing', async () => {
    const machine = await new Machine().firstStart();
    await machine.keychain.remove(machine.record().keyId);
    const before = machine.photograph();
    const error = failureOf(await machine.unlock());
    expect(error.code).toBe('master-key-missing');
    expect(error.message).toContain('which memory does not hold');
    expect(error.message).toContain('nothing was changed');
    expect(machine.photograph()).toEqual(before);
    expect(await machine.keychain.read(null)).toEqual({ ok: true, value: null });
  });

  it('never takes a keychain that is locked or away for an empty one', async () => {
    for (const code of ['unavailable', 'locked', 'timeout'] as const) {
      const machine = await new Machine().firstStart();
      const before = machine.photograph();
      const { read, write } = machine.keychain;
      Object.assign(machine.keychain, brokenStore(code));
      const error = failureOf(await machine.unlock());
      expect(error.code).toBe(`key-store-${code}`);
      expect(error.message).not.toContain('ROTA_KEY_STORE'); // another store would not help now
      expect(machine.photograph()).toEqual(before);
      Object.assign(machine.keychain, { read, write });
      await machine.expectVaultWhole();
    }
  });

  it('with another key in its store stops and touches nothing', async () => {
    const machine = new Machine();
    machine.masterKeyText = masterKeyToText(testKey);
    await machine.firstStart('env');
    machine.masterKeyText = masterKeyToText(otherKey);
    const before = machine.photograph();
    const error = failureOf(await machine.unlock());
    expect(error.code).toBe('wrong-master-key');
    expect(error.message).toContain(
      `sealed with master key ${testKey.id}, but ROTA_MASTER_KEY holds ${otherKey.id}`,
    );
    expect(machine.photograph()).toEqual(before);
  });

  it('that asks for another store is told where the key is and how to move it', async () => {
    const machine = await new Machine().firstStart('file');
    const error = failureOf(await machine.unlock('keychain'));
    expect(error).toMatchObject({
      code: 'key-store-changed',
      message: `The master key of ${machine.folder} is kept in a key file in the data folder since the first start, and ROTA_KEY_STORE asks for the system keychain. Start without ROTA_KEY_STORE to go on, or stop Rota and move the key with \`rota move-key keychain\`.`,
    });
    await machine.expectVaultWhole('file');
  });

  it('without its record finds the key by what the vault says, and writes the record again', async () => {
    const machine = await new Machine().firstStart('file');
    const record = machine.record();
    rmSync(join(machine.folder, 'key-store.json'));
    expect(failureOf(await machine.unlock()).code).toBe('master-key-missing'); // the keychain, as by default
    await machine.expectVaultWhole('file');
    expect(machine.record()).toEqual(record);
  });

  it.each(['', '{}', '{"store":"memory","keyId":"0123456789abcdef","otherKeyIds":[]}', 'x'.repeat(5_000)])(
    'with a damaged record (%j) says how to go on',
    async (content) => {
      const machine = await new Machine().firstStart('file');
      writeFileSync(join(machine.folder, 'key-store.json'), content);
      const error = failureOf(await machine.unlock());
      expect(error.code).toBe('key-store-record-damaged');
      expect(error.message).toContain('remove it, and start once with ROTA_KEY_STORE');
      rmSync(join(machine.folder, 'key-store.json'));
      await machine.expectVaultWhole('file');
    },
  );

  it('with both vault files damaged says that, whatever keys there are', async () => {
    const machine = await new Machine().firstStart();
    for (const name of ['vault.rota', 'vault.bak']) writeFileSync(join(machine.folder, name), 'garbage');
    expect(failureOf(await machine.unlock()).code).toBe('vault-damaged');
  });
});

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

describe('the choice of key store', () => {
  it('is read strictly', () => {
    for (const choice of ['keychain', 'file', 'env']) {
      expect(parseKeyStoreChoice(choice)).toEqual({ ok: true, value: choice });
    }
    for (const unset of [undefined, ''])
      expect(parseKeyStoreChoice(unset)).toEqual({ ok: true, value: null });
    for (const wrong of ['memory', 'File', 'toString']) {
      expect(parseKeyStoreChoice(wrong)).toMatchObject({ ok: false, error: { code: 'unknown-key-store' } });
    }
  });
});
