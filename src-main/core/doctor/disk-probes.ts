import { lstat, readdir, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../lib/io-failure.ts';
import { fail, ok, type Result } from '../lib/result.ts';

/** Permission bits of everybody but the owner. */
const OTHERS = 0o077;
/** Most names that are looked at; a data folder has some dozens. */
const MAX_ENTRIES = 2_000;

/** Free bytes for this user on the disk of a folder; the code of a failure is the system's. */
export async function freeBytes(folder: string): Promise<Result<number>> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return ok(bavail * bsize);
  } catch (error) {
    return fail(errorCode(error) ?? 'unknown', '');
  }
}

/** Names below a folder, and `.` for itself, that others than their owner may read or change. */
export async function openToOthers(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder, { recursive: true }).catch(() => [] as string[]);
  const open: string[] = [];
  for (const name of ['.', ...names.slice(0, MAX_ENTRIES)]) {
    const found = await lstat(join(folder, name)).catch(() => null);
    // The mode of a link means nothing; what it leads to is looked at by its own name, if it is ours.
    if (found !== null && !found.isSymbolicLink() && (found.mode & OTHERS) !== 0) open.push(name);
  }
  return open;
}
