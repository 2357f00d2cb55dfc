import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fail, type Result } from '../../../src-main/core/lib/result.ts';
import { sentenceOf } from '../../../src-main/core/lib/start-failure.ts';
import { parseKeyStoreChoice } from '../../../src-main/core/vault/choose-key-store.ts';
import type { KeyStore } from '../../../src-main/core/vault/key-store.ts';
import { type MasterKey, masterKeyToText } from '../../../src-main/core/vault/master-key.ts';
import { otherKey, testKey } from '../../support/vault/vault-samples.ts';
import { failureOf, Machine } from './key-store-machine.ts';

/** A key store that fails in one way at everything. */
const brokenStore = (code: 'unavailable' | 'locked' | 'timeout'): Pick<KeyStore, 'read' | 'write'> => ({
  read: async () => fail(code, 'The system keychain cannot be used.'),
  write: async () => fail(code, 'The system keychain cannot be used.'),
});

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
      expect(error.message).toContain(
        `Remove ${join(machine.folder, 'key-store.json')}, and start once with ROTA_KEY_STORE`,
      );
      expect(sentenceOf(error)['zh-CN']).toContain('再启动一次');
      rmSync(join(machine.folder, 'key-store.json'));
      await machine.expectVaultWhole('file');
    },
  );

  it('with both vault files damaged says that, whatever keys there are', async () => {
    const machine = await new Machine().firstStart();
    for (const name of ['vault.rota', 'vault.bak']) writeFileSync(join(machine.folder, name), 'garbage');
    const error = failureOf(await machine.unlock());
    expect(error.code).toBe('vault-damaged');
    expect(error.message).toBe(
      `${join(machine.folder, 'vault.rota')}: The sealed file is damaged: it is too short. No spare copy can take its place. Put a backup of vault.rota back, or move vault.rota and vault.bak away to begin anew and sign in again; nothing was changed.`,
    );
    expect(sentenceOf(error)['zh-CN']).toContain('封存文件已损坏：文件过短。没有可用的副本');
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
