import { chmodSync, chownSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Result } from '../../../src-main/core/lib/result.ts';
import { Secret } from '../../../src-main/core/lib/secret.ts';
import { silentLogger } from '../../../src-main/core/logging/logger.ts';
import { createEnvKeyStore } from '../../../src-main/core/vault/key-stores/env-key-store.ts';
import { createFileKeyStore } from '../../../src-main/core/vault/key-stores/file-key-store.ts';
import { createKeychainKeyStore } from '../../../src-main/core/vault/key-stores/keychain-key-store.ts';
import { createMemoryKeyStore } from '../../../src-main/core/vault/key-stores/memory-key-store.ts';
import { masterKeyToText } from '../../../src-main/core/vault/master-key.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { dataFolder } from '../../support/vault/data-folder.ts';
import { otherKey, testKey, testRandom } from '../../support/vault/vault-samples.ts';

const failureOf = (result: Result<unknown>) => {
  if (result.ok) throw new Error('it succeeded');
  return result.error;
};
const uid = process.getuid?.() ?? null;
const keyText = masterKeyToText(testKey);

describe('the key file', () => {
  const fileStore = (folder: string, owner = uid) =>
    createFileKeyStore({ folder, uid: owner, logger: silentLogger });

  it('keeps keys by id with mode 0600 and forgets the ones that are removed', async () => {
    const folder = dataFolder();
    const store = fileStore(folder);
    expect(await store.read(null)).toEqual({ ok: true, value: null });
    for (const key of [testKey, otherKey, testKey]) expect((await store.write(key)).ok).toBe(true);
    expect(await store.read(testKey.id)).toMatchObject({ ok: true, value: { id: testKey.id } });
    expect(await store.read(otherKey.id)).toMatchObject({ ok: true, value: { id: otherKey.id } });
    expect(statSync(join(folder, 'master.key')).mode & 0o777).toBe(0o600);

    await store.remove(otherKey.id);
    await store.remove(otherKey.id);
    expect(readFileSync(join(folder, 'master.key'), 'utf8')).toBe(`${keyText}\n`);
    await store.remove(testKey.id);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('answers with another key that it holds, for the caller to compare', async () => {
    const store = fileStore(dataFolder());
    await store.write(otherKey);
    expect(await store.read(testKey.id)).toMatchObject({ ok: true, value: { id: otherKey.id } });
  });

  it('takes access away from others', async () => {
    const folder = dataFolder();
    const path = join(folder, 'master.key');
    writeFileSync(path, keyText);
    chmodSync(path, 0o644);
    expect((await fileStore(folder).read(testKey.id)).ok).toBe(true);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('is refused when it belongs to another user', async () => {
    const folder = dataFolder();
    writeFileSync(join(folder, 'master.key'), keyText, { mode: 0o600 });
    const stranger = (uid ?? 0) + 1;
    const error = failureOf(await fileStore(folder, stranger).read(testKey.id));
    expect(error.code).toBe('invalid');
    expect(error.message).toContain(`belongs to user ${uid}, not to user ${stranger}`);
    expect(failureOf(await fileStore(folder, stranger).write(otherKey)).code).toBe('invalid');
    expect(readFileSync(join(folder, 'master.key'), 'utf8')).toBe(keyText);
  });

  it.runIf(uid === 0)('of another user is refused also where root could read it', async () => {
    const folder = dataFolder();
    writeFileSync(join(folder, 'master.key'), keyText, { mode: 0o600 });
    chownSync(join(folder, 'master.key'), 12_345, 12_345);
    expect(failureOf(await fileStore(folder).read(testKey.id)).message).toContain('belongs to user 12345');
  });

  it.each(['', '\n', 'not base64!', keyText.slice(1), `${keyText}\n${keyText}A`, 'A'.repeat(9_000)])(
    'is refused with a sentence and left alone when it holds %j',
    async (content) => {
      const folder = dataFolder();
      const path = join(folder, 'master.key');
      writeFileSync(path, content, { mode: 0o600 });
      const store = fileStore(folder);
      for (const attempt of [store.read(testKey.id), store.write(otherKey), store.remove(testKey.id)]) {
        const error = failureOf(await attempt);
        expect(error.code).toBe('invalid');
        expect(error.message).toContain(path);
        if (content.trim()) expect(error.message).not.toContain(content.trim().slice(0, 8));
      }
      expect(readFileSync(path, 'utf8')).toBe(content);
    },
  );

  it('is unavailable where the folder cannot be written', async () => {
    const store = fileStore(join(dataFolder(), 'missing'));
    expect(failureOf(await store.write(testKey)).code).toBe('unavailable');
  });
});

describe('the key from the environment', () => {
  it('is read, and accepts only itself for writing', async () => {
    const store = createEnvKeyStore(new Secret(`${keyText}\n`));
    expect(await store.read(null)).toMatchObject({ ok: true, value: { id: testKey.id } });
    expect((await store.write(testKey)).ok).toBe(true);
    expect(failureOf(await store.write(otherKey)).code).toBe('unavailable');
    expect((await store.remove(otherKey.id)).ok).toBe(true);
  });

  it.each([null, '', ' \n'])('is unavailable when the variable is %j', async (text) => {
    const store = createEnvKeyStore(text === null ? null : new Secret(text));
    const error = failureOf(await store.read(null));
    expect(error.code).toBe('unavailable');
    expect(error.message).toContain('ROTA_MASTER_KEY is not set');
  });

  it.each([
    ['too short', Buffer.alloc(31).toString('base64')],
    ['too long', Buffer.alloc(33).toString('base64')],
    ['without its padding', keyText.replace('=', '')],
    ['hexadecimal', Buffer.alloc(32, 7).toString('hex')],
    ['base64url', Buffer.alloc(32, 0xff).toString('base64url')],
    ['followed by rubbish', `${keyText}!`],
    ['with bits that are dropped in reading', `${'A'.repeat(42)}B=`],
  ])('is refused without being shown when it is %s', async (_, text) => {
    const error = failureOf(await createEnvKeyStore(new Secret(text)).read(null));
    expect(error.code).toBe('invalid');
    expect(error.message).not.toContain(text.slice(0, 6));
  });
});

describe('the key in memory', () => {
  it('is there until it is removed', async () => {
    const store = createMemoryKeyStore();
    expect(await store.read(testKey.id)).toEqual({ ok: true, value: null });
    await store.write(testKey);
    expect(await store.read(testKey.id)).toEqual({ ok: true, value: testKey });
    await store.remove(testKey.id);
    expect(await store.read(null)).toEqual({ ok: true, value: null });
  });
});

/** keytar's functions over a map, with the faults of real keychains. */
class FakeKeytar {
  readonly entries = new Map<string, string>();
  fault: 'none' | 'forgets' | 'hangs' | 'reads nothing, refuses to write' | Error = 'none';

  async getPassword(service: string, account: string): Promise<string | null> {
    await this.#misbehave();
    return this.entries.get(`${service}/${account}`) ?? null;
  }

  async setPassword(service: string, account: string, text: string): Promise<void> {
    await this.#misbehave();
    if (this.fault === 'reads nothing, refuses to write') throw new Error('Object does not exist at path');
    if (this.fault !== 'forgets') this.entries.set(`${service}/${account}`, text);
  }

  async deletePassword(service: string, account: string): Promise<boolean> {
    await this.#misbehave();
    return this.entries.delete(`${service}/${account}`);
  }

  async #misbehave(): Promise<void> {
    if (this.fault === 'hangs') await new Promise(() => {});
    if (this.fault instanceof Error) throw this.fault;
  }
}

describe('the system keychain', () => {
  const setup = () => {
    const keytar = new FakeKeytar();
    const clock = new ManualClock();
    const store = createKeychainKeyStore({
      service: 'rota-test',
      platform: 'darwin',
      clock,
      random: testRandom,
      importPackage: async (name) => {
        expect(name).toBe('keytar');
        return { default: keytar };
      },
    });
    return { keytar, clock, store };
  };

  it('keeps each key under its own name and leaves no probe behind', async () => {
    const { keytar, store } = setup();
    expect(await store.read(null)).toEqual({ ok: true, value: null });
    expect(await store.read(testKey.id)).toEqual({ ok: true, value: null });
    await store.write(testKey);
    await store.write(otherKey);
    expect([...keytar.entries.keys()]).toEqual([
      `rota-test/master-key-${testKey.id}`,
      `rota-test/master-key-${otherKey.id}`,
    ]);
    expect(await store.read(testKey.id)).toMatchObject({ ok: true, value: { id: testKey.id } });
    await store.remove(testKey.id);
    await store.remove(testKey.id);
    expect(keytar.entries.size).toBe(1);
  });

  it('that reads nothing because it cannot be used is not taken for an empty one', async () => {
    const { keytar, store } = setup();
    for (const fault of ['reads nothing, refuses to write', 'forgets'] as const) {
      keytar.fault = fault;
      expect(failureOf(await store.read(testKey.id)).code).toBe('unavailable');
      expect(failureOf(await store.write(testKey)).code).toBe('unavailable');
    }
  });

  it.each([
    ['unlock prompt was dismissed', 'locked'],
    ['User interaction is not allowed.', 'locked'],
    ['User canceled the operation.', 'locked'],
    ['Did not receive a reply: the message bus security policy blocked the reply', 'unavailable'],
    ['something with sk-hidden in it', 'unavailable'],
  ])('that says "%s" is %s, in our own words', async (text, code) => {
    const { keytar, store } = setup();
    keytar.fault = new Error(text);
    for (const attempt of [store.read(testKey.id), store.write(testKey), store.remove(testKey.id)]) {
      const error = failureOf(await attempt);
      expect(error.code).toBe(code);
      expect(error.message).not.toContain(text);
    }
  });

  it('that waits for a person is given up after the time limit', async () => {
    const { keytar, clock, store } = setup();
    keytar.fault = 'hangs';
    const read = store.read(testKey.id);
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(19_999);
    expect(clock.pendingTimers).toBe(1);
    clock.advance(1);
    expect(failureOf(await read)).toMatchObject({
      code: 'timeout',
      message: expect.stringContaining('did not answer within 20 s'),
    });
  });

  it('whose entry was overwritten by something else says so and keeps it', async () => {
    const { keytar, store } = setup();
    const name = `rota-test/master-key-${testKey.id}`;
    for (const text of ['rubbish', masterKeyToText(otherKey)]) {
      keytar.entries.set(name, text);
      const error = failureOf(await store.read(testKey.id));
      expect(error.code).toBe('invalid');
      expect(error.message).not.toContain(text);
      expect(keytar.entries.get(name)).toBe(text);
    }
  });

  it.each(['linux', 'darwin', 'win32'] as const)(
    'on %s without its package is unavailable',
    async (platform) => {
      const store = createKeychainKeyStore({
        service: 'rota-test',
        platform,
        clock: new ManualClock(),
        random: testRandom,
        importPackage: () => import(`no-such-package-${platform}`),
      });
      expect(failureOf(await store.read(null))).toEqual({
        code: 'unavailable',
        message: `The package ${platform === 'linux' ? '@napi-rs/keyring' : 'keytar'}, which reaches the system keychain, is not installed.`,
      });
    },
  );

  it('on Linux whose package cannot be loaded, or is another one, is unavailable', async () => {
    const broken = [() => Promise.reject(new Error('libsecret-1.so.0')), async () => ({ unexpected: true })];
    for (const importPackage of broken) {
      const store = createKeychainKeyStore({
        service: 'rota-test',
        platform: 'linux',
        clock: new ManualClock(),
        random: testRandom,
        importPackage,
      });
      expect(failureOf(await store.read(null)).code).toBe('unavailable');
    }
  });
});
