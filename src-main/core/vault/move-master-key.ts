import type { Disk } from '../lib/disk.ts';
import { systemDisk } from '../lib/disk.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import type { KeyStoreChoice } from './choose-key-store.ts';
import type { KeyStore } from './key-store.ts';
import { readKeyStoreRecord, writeKeyStoreRecord } from './key-store-record.ts';
import { findNeededKeys } from './vault-copies.ts';

export interface MoveMasterKeyOptions {
  /** The data folder; this process owns it, and its vault is not open. */
  readonly folder: string;
  readonly to: KeyStoreChoice;
  readonly keyStore: (choice: KeyStoreChoice) => KeyStore;
  readonly disk?: Disk;
}

/**
 * Moves the master key to another store and records that. The order is: into the new store, the record, out
 * of the old store; so the key is never only in a store that the record does not name.
 */
export async function moveMasterKey(options: MoveMasterKeyOptions): Promise<Result<void, 'move-failed'>> {
  const { folder, to, keyStore, disk = systemDisk } = options;
  const failed = (why: string) => fail('move-failed', `The master key was not moved: ${why}`);

  const record = await readKeyStoreRecord(folder, disk);
  if (!record.ok) return failed(record.error.message);
  if (record.value === null) return failed(`${folder} has no master key yet.`);
  if (record.value.store === to) return ok(undefined);
  const needed = await findNeededKeys(folder, disk);
  if (!needed.ok) return failed(needed.error.message);

  const from = keyStore(record.value.store);
  const target = keyStore(to);
  const keyIds = needed.value.length > 0 ? needed.value : [record.value.keyId];
  for (const id of keyIds) {
    const key = await from.read(id);
    if (!key.ok) return failed(key.error.message);
    if (key.value?.id !== id) return failed(`${from.name} does not hold master key ${id}.`);
    const written = await target.write(key.value);
    if (!written.ok) return failed(written.error.message);
  }
  const recorded = await writeKeyStoreRecord(folder, { ...record.value, store: to }, disk);
  if (!recorded.ok) return failed(recorded.error.message);
  for (const id of [...keyIds, ...record.value.otherKeyIds]) {
    const removed = await from.remove(id);
    if (!removed.ok) {
      const left = `The master key was moved, but ${from.name} still holds it: ${removed.error.message}`;
      return fail('move-failed', left);
    }
  }
  return ok(undefined);
}
