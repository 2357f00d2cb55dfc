/**
 * Rotation and removal of the master key. Whenever the process ends in between, every key that a vault file
 * may need is in the store, and `key-store.json` names those that may be there without need.
 */
import type { Disk } from '../lib/disk.ts';
import type { Random } from '../lib/random.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import type { KeyStore } from './key-store.ts';
import { type KeyStoreRecord, readKeyStoreRecord, writeKeyStoreRecord } from './key-store-record.ts';
import { generateMasterKey } from './master-key.ts';
import type { OpenVault } from './open-vault.ts';

export type RotationFailure = 'not-rotatable' | 'rotation-failed';

export interface RotationParts {
  readonly folder: string;
  readonly store: KeyStore;
  readonly opened: OpenVault;
  readonly random: Pick<Random, 'bytes'>;
  readonly disk: Disk;
}

/** Puts the vault under a new master key and removes the old one. */
export async function rotateMasterKey(parts: RotationParts): Promise<Result<void, RotationFailure>> {
  const { folder, store, opened, random, disk } = parts;
  if (store.kind === 'env') {
    return fail('not-rotatable', `The master key is given by ${store.name}, so Rota cannot replace it.`);
  }
  const record = await readKeyStoreRecord(folder, disk);
  if (!record.ok) return fail('rotation-failed', record.error.message);
  if (record.value === null) return fail('rotation-failed', `${folder} has no record of its key store.`);

  const key = generateMasterKey(random);
  const begun = { ...record.value, otherKeyIds: [...record.value.otherKeyIds, key.id] };
  const steps = [
    () => writeKeyStoreRecord(folder, begun, disk),
    () => store.write(key),
    () => opened.rekey(key),
  ];
  for (const step of steps) {
    const done = await step();
    if (!done.ok) return fail('rotation-failed', `The rotation did not finish: ${done.error.message}`);
  }
  await removeOldKeys(parts, begun);
  return ok(undefined);
}

/**
 * Ends a rotation, also one that a crash interrupted: notes which key the vault is under and removes the
 * others. What cannot be done now stays noted for the next start.
 */
export async function removeOldKeys(
  { folder, store, opened, disk }: Omit<RotationParts, 'random'>,
  record: KeyStoreRecord,
): Promise<void> {
  const keyId = opened.keyId() ?? record.keyId;
  if (keyId === record.keyId && record.otherKeyIds.length === 0) return;
  const unneeded = unneededKeys(record, keyId);
  // The note comes first: a key that is gone may stay on the list, one that is there may not be off it.
  const noted = await writeKeyStoreRecord(folder, { ...record, keyId, otherKeyIds: unneeded }, disk);
  if (!noted.ok || unneeded.length === 0) return;
  const kept: string[] = [];
  for (const id of unneeded) {
    if (!(await store.remove(id)).ok) kept.push(id);
  }
  await writeKeyStoreRecord(folder, { ...record, keyId, otherKeyIds: kept }, disk);
}

/**
 * The recorded key is the old one only if the vault is under a key that a rotation made; otherwise the record
 * is merely out of date, and nothing says that its key is not needed.
 */
function unneededKeys(record: KeyStoreRecord, keyId: string): string[] {
  const rotated = record.otherKeyIds.includes(keyId);
  const others = record.otherKeyIds.filter((id) => id !== keyId);
  return rotated ? [...others, record.keyId] : others;
}
