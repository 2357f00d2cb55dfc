/**
 * Asks the real system keychain, in a session made by secret-service.ts, and prints one JSON line. argv[2] is
 * what to do, argv[3] the data folder where one is needed.
 */
import { systemClock } from '../../../src-main/core/lib/clock.ts';
import { systemRandom } from '../../../src-main/core/lib/random.ts';
import { silentLogger } from '../../../src-main/core/logging/logger.ts';
import { createKeychainKeyStore } from '../../../src-main/core/vault/key-stores/keychain-key-store.ts';
import { unlockVault } from '../../../src-main/core/vault/unlock-vault.ts';
import { clientKey, otherKey, testKey } from './vault-samples.ts';

const [, , action, folder] = process.argv;
const store = createKeychainKeyStore({
  service: 'rota-test',
  platform: process.platform,
  clock: systemClock,
  random: systemRandom,
  callLimitMs: 5_000,
});
const idOrCode = async (id: string) => {
  const read = await store.read(id);
  return read.ok ? (read.value?.id ?? null) : read.error.code;
};
const okOrCode = async (result: Promise<{ ok: true } | { ok: false; error: { code: string } }>) => {
  const settled = await result;
  return settled.ok ? 'ok' : settled.error.code;
};

async function storeAndFind(): Promise<unknown> {
  return {
    before: await idOrCode(testKey.id),
    written: [await okOrCode(store.write(testKey)), await okOrCode(store.write(otherKey))],
    again: await okOrCode(store.write(testKey)),
    found: [await idOrCode(testKey.id), await idOrCode(otherKey.id)],
    removed: [await okOrCode(store.remove(otherKey.id)), await okOrCode(store.remove(otherKey.id))],
    after: [await idOrCode(testKey.id), await idOrCode(otherKey.id)],
  };
}

/** Opens the vault of the data folder; at the first time puts a record into it. */
async function unlock(rotate: boolean): Promise<unknown> {
  const opened = await unlockVault({
    folder: folder!,
    requested: null,
    keyStore: () => store,
    clock: systemClock,
    random: systemRandom,
    logger: silentLogger,
  });
  if (!opened.ok) return opened.error;
  const { vault, keyId, rotateMasterKey, close } = opened.value;
  const found = vault.ids();
  if (found.length === 0) await vault.write('client', clientKey('kept'), 0);
  const keyBefore = keyId();
  const rotated = rotate ? await okOrCode(rotateMasterKey()) : null;
  await close();
  return {
    found,
    rotated,
    keyChanged: keyId() !== keyBefore,
    oldKey: rotate ? await idOrCode(keyBefore!) : null,
  };
}

async function act(): Promise<unknown> {
  switch (action) {
    case 'store':
      return storeAndFind();
    case 'read':
      return { found: await idOrCode(testKey.id) };
    case 'write':
      return { written: await okOrCode(store.write(testKey)) };
    case 'unlock':
      return unlock(false);
    case 'rotate':
      return unlock(true);
    default:
      throw new Error(`unknown action ${action}`);
  }
}

console.log(JSON.stringify(await act()));
