/**
 * `master.key` in the data folder, mode 0600, for machines without a keychain. One key a line, in base64;
 * there is more than one only while the master key is being rotated. Whoever can read the folder can read the
 * vault: that is the user's own choice and said wherever it is offered.
 */
import { join } from 'node:path';
import { readFileLimited, removeLeftoverTemps, writeFileAtomic } from '../../lib/atomic-file.ts';
import { type Disk, systemDisk } from '../../lib/disk.ts';
import { errorCode, ioReason } from '../../lib/io-failure.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import { failAs, failStart } from '../../lib/start-failure.ts';
import type { Logger } from '../../logging/logger.ts';
import type { KeyStore, KeyStoreFailure } from '../key-store.ts';
import { type MasterKey, masterKeyFromText, masterKeyToText } from '../master-key.ts';

export const MASTER_KEY_FILE = 'master.key';
const MAX_FILE_BYTES = 4096;
const OTHERS_MAY_ACCESS = 0o077;
const PRIVATE_MODE = 0o600;

export interface FileKeyStoreOptions {
  readonly folder: string;
  /** The user that must own the file; null where the system has no such numbers (Windows). */
  readonly uid: number | null;
  readonly logger: Logger;
  readonly disk?: Disk;
}

/** The key store in a file of the data folder. */
export function createFileKeyStore(options: FileKeyStoreOptions): KeyStore {
  const { folder, uid, logger, disk = systemDisk } = options;
  const path = join(folder, MASTER_KEY_FILE);

  async function readKeys(): Promise<Result<MasterKey[], KeyStoreFailure>> {
    const guarded = await guardAccess(path, uid, logger, disk);
    if (!guarded.ok) return guarded;
    const file = await readFileLimited(path, MAX_FILE_BYTES, disk);
    if (!file.ok) {
      return failAs(file.error.code === 'too-large' ? 'invalid' : 'unavailable', file.error);
    }
    if (file.value === null) return ok([]);
    const lines = Buffer.from(file.value).toString('latin1').split('\n');
    const keys = lines.filter((line) => line.trim() !== '').map(masterKeyFromText);
    const valid = keys.filter((key) => key !== null);
    return valid.length === keys.length && valid.length > 0
      ? ok(valid)
      : failStart('invalid', 'keyStore.fileInvalid', { path });
  }

  async function replaceKeys(keys: readonly MasterKey[]): Promise<Result<void, KeyStoreFailure>> {
    const text = keys.map((key) => `${masterKeyToText(key)}\n`).join('');
    const written = await writeFileAtomic(path, text, { disk });
    return written.ok ? written : failAs('unavailable', written.error);
  }

  return {
    kind: 'file',
    name: `the key file ${path}`,
    async read(wanted) {
      await removeLeftoverTemps([path], disk);
      const keys = await readKeys();
      if (!keys.ok) return keys;
      return ok(keys.value.find(({ id }) => id === wanted) ?? keys.value[0] ?? null);
    },
    async write(key) {
      const keys = await readKeys();
      if (!keys.ok) return keys;
      const written = await replaceKeys([...keys.value.filter(({ id }) => id !== key.id), key]);
      if (!written.ok) return written;
      const stored = await readKeys();
      if (!stored.ok) return stored;
      return stored.value.some(({ id }) => id === key.id)
        ? ok(undefined)
        : fail('unavailable', `${path} does not hold what was just written to it.`);
    },
    async remove(id) {
      const keys = await readKeys();
      if (!keys.ok) return keys;
      const rest = keys.value.filter((key) => key.id !== id);
      if (rest.length === keys.value.length) return ok(undefined);
      if (rest.length > 0) return replaceKeys(rest);
      try {
        await disk.unlink(path);
        return ok(undefined);
      } catch (error) {
        return fail('unavailable', `${path} could not be removed, because ${ioReason(error)}.`);
      }
    },
  };
}

/** Refuses a key file of another user and takes everybody else's access away. */
async function guardAccess(
  path: string,
  uid: number | null,
  logger: Logger,
  disk: Disk,
): Promise<Result<void, KeyStoreFailure>> {
  if (uid === null) return ok(undefined);
  try {
    const file = await disk.open(path, 'r');
    try {
      const stat = await file.stat();
      if (stat.uid !== uid) {
        const message = `${path} belongs to user ${stat.uid}, not to user ${uid} who runs Rota; change its owner or remove it.`;
        return fail('invalid', message);
      }
      if ((stat.mode & OTHERS_MAY_ACCESS) !== 0) {
        await file.chmod(PRIVATE_MODE);
        logger.warn('the key file was open to other users; it is not any more', { file: path });
      }
      return ok(undefined);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return ok(undefined);
    return fail('unavailable', `${path} cannot be used, because ${ioReason(error)}.`);
  }
}
