/** `key-store.json` in the data folder: where the master key is kept. It holds no secret. */
import { join } from 'node:path';
import { z } from 'zod';
import { readFileLimited, removeLeftoverTemps, writeFileAtomic } from '../lib/atomic-file.ts';
import type { Disk } from '../lib/disk.ts';
import { ok, type Result } from '../lib/result.ts';
import { failAs, failStart, sentenceOf, startText } from '../lib/start-failure.ts';

export const KEY_STORE_RECORD_FILE = 'key-store.json';
const MAX_FILE_BYTES = 4096;

const keyId = z.string().regex(/^[0-9a-f]{16}$/);
const recordSchema = z.strictObject({
  store: z.enum(['keychain', 'file', 'env']),
  keyId,
  /** Keys that a rotation made or replaced and that may still be in the store. */
  otherKeyIds: z.array(keyId),
});

/** The choice of key store, made at the first start. */
export type KeyStoreRecord = z.infer<typeof recordSchema>;

/** The record of a data folder; null before the first start. */
export async function readKeyStoreRecord(
  folder: string,
  disk: Disk,
): Promise<Result<KeyStoreRecord | null, 'key-store-record-damaged'>> {
  const path = join(folder, KEY_STORE_RECORD_FILE);
  await removeLeftoverTemps([path], disk);
  const file = await readFileLimited(path, MAX_FILE_BYTES, disk);
  if (file.ok && file.value === null) return ok(null);
  const record = file.ok && file.value ? recordSchema.safeParse(parseJson(file.value)) : null;
  if (record?.success) return ok(record.data);
  const problem = file.ok ? startText('keyStoreRecord.notOurs', { path }) : sentenceOf(file.error);
  return failStart('key-store-record-damaged', 'keyStoreRecord.damaged', { problem, path });
}

/** Replaces the record durably. */
export async function writeKeyStoreRecord(
  folder: string,
  record: KeyStoreRecord,
  disk: Disk,
): Promise<Result<void, 'write-failed'>> {
  const text = `${JSON.stringify(record, null, 2)}\n`;
  const written = await writeFileAtomic(join(folder, KEY_STORE_RECORD_FILE), text, { disk });
  return written.ok ? written : failAs('write-failed', written.error);
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString());
  } catch {
    return undefined;
  }
}
