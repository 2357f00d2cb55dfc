import type { Clock } from '../lib/clock.ts';
import { type Disk, systemDisk } from '../lib/disk.ts';
import type { Random } from '../lib/random.ts';
import { ok, type Result } from '../lib/result.ts';
import { createSingleFlight } from '../lib/single-flight.ts';
import type { Logger } from '../logging/logger.ts';
import { chooseKeyStore, type KeyStoreChoice } from './choose-key-store.ts';
import type { KeyStore } from './key-store.ts';
import { type KeyStoreRecord, readKeyStoreRecord, writeKeyStoreRecord } from './key-store-record.ts';
import {
  findMasterKeys,
  type MasterKeyFailure,
  type MasterKeys,
  obtainFirstMasterKey,
} from './obtain-master-key.ts';
import { type OpenVault, openVault } from './open-vault.ts';
import { type RotationFailure, removeOldKeys, rotateMasterKey } from './rotate-master-key.ts';
import { findNeededKeys, type VaultRefusal } from './vault-copies.ts';

export interface UnlockVaultOptions {
  /** The data folder; it exists, and this process owns it (`acquireInstanceLock`). */
  readonly folder: string;
  /** What `ROTA_KEY_STORE` asks for; null when it is not set. */
  readonly requested: KeyStoreChoice | null;
  /** Makes the key store of a kind, e.g. `createKeyStore` with the shell's parts. */
  readonly keyStore: (choice: KeyStoreChoice) => KeyStore;
  readonly clock: Pick<Clock, 'now'>;
  readonly random: Pick<Random, 'bytes'>;
  readonly logger: Logger;
  readonly disk?: Disk;
}

export type UnlockFailure =
  | 'key-store-changed'
  | 'key-store-record-damaged'
  | MasterKeyFailure
  | VaultRefusal
  | 'write-failed';

/** An open vault together with the place of its master key. */
export interface UnlockedVault extends OpenVault {
  readonly keyStore: KeyStoreChoice;
  rotateMasterKey(): Promise<Result<void, RotationFailure>>;
}

/**
 * Opens the vault of a data folder with the master key from its key store; at the first start makes the key
 * and records the choice of store. A failure changes nothing in the data folder that a later start needs.
 */
export async function unlockVault(
  options: UnlockVaultOptions,
): Promise<Result<UnlockedVault, UnlockFailure>> {
  const { folder, requested, clock, random, logger, disk = systemDisk } = options;

  const record = await readKeyStoreRecord(folder, disk);
  if (!record.ok) return record;
  const choice = chooseKeyStore(requested, record.value?.store ?? null, folder);
  if (!choice.ok) return choice;
  const store = options.keyStore(choice.value);

  const keys = await keysFor(folder, store, choice.value, record.value, random, disk);
  if (!keys.ok) return keys;
  const current: KeyStoreRecord = record.value ?? {
    store: choice.value,
    keyId: keys.value[0].id,
    otherKeyIds: [],
  };
  if (record.value === null) {
    const recorded = await writeKeyStoreRecord(folder, current, disk);
    if (!recorded.ok) return recorded;
  }

  const opened = await openVault({ folder, keys: keys.value, clock, random, logger, disk });
  if (!opened.ok) return opened;
  if (opened.value.isNew && record.value !== null) {
    logger.warn('The vault file is missing, and so is its spare copy; an empty vault took its place');
  }
  const parts = { folder, store, opened: opened.value, random, disk };
  await removeOldKeys(parts, current);

  const rotations = createSingleFlight<'rotation', Result<void, RotationFailure>>();
  return ok({
    ...opened.value,
    keyStore: choice.value,
    rotateMasterKey: () => rotations.run('rotation', () => rotateMasterKey(parts)),
  });
}

async function keysFor(
  folder: string,
  store: KeyStore,
  choice: KeyStoreChoice,
  record: KeyStoreRecord | null,
  random: Pick<Random, 'bytes'>,
  disk: Disk,
): Promise<Result<MasterKeys, MasterKeyFailure | VaultRefusal>> {
  const needed = await findNeededKeys(folder, disk);
  if (!needed.ok) return needed;
  const [first, ...others] = needed.value;
  if (first !== undefined) return findMasterKeys(store, [first, ...others], folder);
  const key = await obtainFirstMasterKey(store, choice, record?.keyId ?? null, random);
  return key.ok ? ok([key.value]) : key;
}
