import type { Random } from '../lib/random.ts';
import { type Failure, ok, type Result } from '../lib/result.ts';
import { failAs, failStart, sentenceOf } from '../lib/start-failure.ts';
import type { KeyStoreChoice } from './choose-key-store.ts';
import type { KeyStore, KeyStoreFailure } from './key-store.ts';
import { generateMasterKey, type MasterKey } from './master-key.ts';

export type MasterKeyFailure = `key-store-${KeyStoreFailure}` | 'master-key-missing' | 'wrong-master-key';

export type MasterKeys = readonly [MasterKey, ...MasterKey[]];

/**
 * The keys for a vault that exists, in the order of `needed`. The first must be there; a second one is needed
 * only where a rotation was interrupted. Nothing is ever written, so a key that is found later still fits.
 */
export async function findMasterKeys(
  store: KeyStore,
  needed: readonly [string, ...string[]],
  folder: string,
): Promise<Result<MasterKeys, MasterKeyFailure>> {
  const [firstId, ...otherIds] = needed;
  const first = await store.read(firstId);
  if (!first.ok) return storeFailed(first.error, folder);
  if (first.value?.id !== firstId) return cannotOpen(store, firstId, first.value, folder);

  const others: MasterKey[] = [];
  for (const id of otherIds) {
    const stored = await store.read(id);
    if (!stored.ok) return storeFailed(stored.error, folder);
    if (stored.value?.id === id) others.push(stored.value);
  }
  return ok([first.value, ...others]);
}

/**
 * The key for a vault that is about to be made: the one that the store holds for this folder (`recordedId`, or
 * whatever the user put there), else a new one, which is in the store when this returns.
 */
export async function obtainFirstMasterKey(
  store: KeyStore,
  choice: KeyStoreChoice,
  recordedId: string | null,
  random: Pick<Random, 'bytes'>,
): Promise<Result<MasterKey, MasterKeyFailure>> {
  const stored = await store.read(recordedId);
  if (!stored.ok) return firstStartFailed(choice, stored.error);
  if (stored.value) return ok(stored.value);
  const key = generateMasterKey(random);
  const written = await store.write(key);
  return written.ok ? ok(key) : firstStartFailed(choice, written.error);
}

function storeFailed(failure: Failure<KeyStoreFailure>, folder: string): Result<never, MasterKeyFailure> {
  return failStart(`key-store-${failure.code}`, 'keyStore.vaultClosed', {
    problem: sentenceOf(failure),
    folder,
  });
}

function cannotOpen(
  store: KeyStore,
  id: string,
  held: MasterKey | null,
  folder: string,
): Result<never, MasterKeyFailure> {
  return held
    ? failStart('wrong-master-key', 'masterKey.wrong', { folder, id, store: store.name, held: held.id })
    : failStart('master-key-missing', 'masterKey.missing', { folder, id, store: store.name });
}

function firstStartFailed(
  choice: KeyStoreChoice,
  failure: Failure<KeyStoreFailure>,
): Result<never, MasterKeyFailure> {
  const code = `key-store-${failure.code}` as const;
  if (choice !== 'keychain') return failAs(code, failure);
  return failStart(code, 'keyStore.others', { problem: sentenceOf(failure) });
}
