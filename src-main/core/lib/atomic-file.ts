/**
 * Files that are whole at every moment. A write goes to a temporary file in the same folder, which is made
 * durable and then renamed over the old one, so that a crash, a kill or a full disk leaves either the old
 * content or the new, never a mixture (the sequence of "All File Systems Are Not Created Equal", OSDI 2014).
 */
import { basename, dirname, join } from 'node:path';
import { type Disk, systemDisk } from './disk.ts';
import { errorCode, ioReasonIn } from './io-failure.ts';
import { systemRandom } from './random.ts';
import { fail, ok, type Result } from './result.ts';
import { failStart } from './start-failure.ts';

/** For everything in the data folder: nobody else on the machine may read it. */
export const PRIVATE_FILE_MODE = 0o600;
export const PRIVATE_FOLDER_MODE = 0o700;

/**
 * `write-failed`: the old content stands. `not-durable`: the new content is in place, but the folder could
 * not be synced, so a power cut may still bring the old content back.
 */
export type WriteFailure = 'write-failed' | 'not-durable';

const TEMP_ID_BYTES = 6;
const TEMP_SUFFIX = /^\.[0-9a-f]{12}\.tmp$/;

/** Replaces or creates the file `path` durably with `data`; mode 0600 unless told otherwise. */
export async function writeFileAtomic(
  path: string,
  data: Uint8Array | string,
  options: { readonly mode?: number; readonly disk?: Disk } = {},
): Promise<Result<void, WriteFailure>> {
  const { mode = PRIVATE_FILE_MODE, disk = systemDisk } = options;
  const bytes = typeof data === 'string' ? Buffer.from(data) : data;
  const temp = `${path}.${Buffer.from(systemRandom.bytes(TEMP_ID_BYTES)).toString('hex')}.tmp`;
  try {
    const file = await disk.open(temp, 'wx', mode);
    try {
      await file.chmod(mode); // whatever the umask says
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await disk.rename(temp, path);
  } catch (error) {
    await disk.unlink(temp).catch(() => {}); // it may never have been made; the first error is the one to tell
    return failStart('write-failed', 'file.notWritten', { path, reason: ioReasonIn(error) });
  }
  try {
    await disk.syncFolder(dirname(path));
  } catch (error) {
    return failStart('not-durable', 'file.notDurable', { path, reason: ioReasonIn(error) });
  }
  return ok(undefined);
}

/** Reads a whole file of at most `maxBytes` bytes; null when there is none. */
export async function readFileLimited(
  path: string,
  maxBytes: number,
  disk: Disk = systemDisk,
): Promise<Result<Uint8Array | null, 'too-large' | 'unreadable'>> {
  try {
    const file = await disk.open(path, 'r');
    try {
      const stat = await file.stat();
      if (!stat.isFile()) return failStart('unreadable', 'file.notRegular', { path });
      // The size is only a hint: a file that is being appended to may hold more by now.
      const buffer = Buffer.alloc(Math.min(stat.size, maxBytes) + 1);
      let length = 0;
      while (length < buffer.length) {
        const { bytesRead } = await file.read(buffer, length, buffer.length - length);
        if (bytesRead === 0) return ok(buffer.subarray(0, length));
        length += bytesRead;
      }
      return length > maxBytes
        ? failStart('too-large', 'file.tooLarge', { path, max: maxBytes })
        : fail('unreadable', `${path} changed while it was read.`);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return ok(null);
    return failStart('unreadable', 'file.notRead', { path, reason: ioReasonIn(error) });
  }
}

/**
 * Makes sure that a folder for private files exists. A new one gets mode 0700; so does an empty one, while a
 * folder that already holds files keeps its mode, since it may be shared with something else.
 */
export async function ensurePrivateFolder(
  path: string,
  disk: Disk = systemDisk,
): Promise<Result<void, 'write-failed'>> {
  try {
    const { created } = await disk.makeFolder(path, PRIVATE_FOLDER_MODE);
    if (!created && (await disk.readdir(path)).length === 0) await disk.chmod(path, PRIVATE_FOLDER_MODE);
    return ok(undefined);
  } catch (error) {
    return failStart('write-failed', 'folder.unusable', { path, reason: ioReasonIn(error) });
  }
}

/**
 * Moves a damaged file aside as `NAME.damaged-20261122T120000Z`, with `-2`, `-3`… where that name is taken,
 * and returns the new path. Nothing is overwritten as long as this process owns the folder.
 */
export async function setFileAside(
  path: string,
  now: number,
  disk: Disk = systemDisk,
): Promise<Result<string, 'write-failed'>> {
  const folder = dirname(path);
  const stamp = new Date(now).toISOString().replace(/[-:]|\.\d+/g, '');
  const name = `${basename(path)}.damaged-${stamp}`;
  try {
    const taken = new Set(await disk.readdir(folder));
    let free = name;
    for (let n = 2; taken.has(free); n += 1) free = `${name}-${n}`;
    const aside = join(folder, free);
    await disk.chmod(path, PRIVATE_FILE_MODE);
    await disk.rename(path, aside);
    await disk.syncFolder(folder);
    return ok(aside);
  } catch (error) {
    return failStart('write-failed', 'file.notSetAside', { path, reason: ioReasonIn(error) });
  }
}

/**
 * Deletes the temporary files that a killed process left beside the named files. Only the owner of the folder
 * may call it, and not while it writes one of them.
 */
export async function removeLeftoverTemps(paths: readonly string[], disk: Disk = systemDisk): Promise<void> {
  for (const folder of new Set(paths.map((path) => dirname(path)))) {
    const names = paths.filter((path) => dirname(path) === folder).map((path) => basename(path));
    for (const entry of await disk.readdir(folder).catch(() => [])) {
      const isLeftover = names.some(
        (name) => entry.startsWith(name) && TEMP_SUFFIX.test(entry.slice(name.length)),
      );
      if (isLeftover) await disk.unlink(join(folder, entry)).catch(() => {}); // a mere nuisance when it stays
    }
  }
}
