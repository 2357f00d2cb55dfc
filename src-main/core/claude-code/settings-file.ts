/**
 * A settings file on the disk. It belongs to somebody else, who may change it at any moment: what is read carries
 * a fingerprint, and a write looks once more, immediately before the rename, whether that is still what is there.
 * A link is followed and stays a link; mode and owner stay; a file that its user made read-only is left alone.
 */
import * as fs from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PRIVATE_FILE_MODE, PRIVATE_FOLDER_MODE, readFileLimited } from '../lib/atomic-file.ts';
import { type Disk, systemDisk } from '../lib/disk.ts';
import { errorCode, ioReason } from '../lib/io-failure.ts';
import { systemRandom } from '../lib/random.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { ABSENT, fingerprintOf } from './settings-bytes.ts';

/** Largest file that is read, in bytes; Claude Code's own files have some kilobytes. */
const MAX_FILE_BYTES = 8 * 1024 * 1024;

const OWNER_MAY_WRITE = 0o200;
const MODE_BITS = 0o7777;
const TEMP_ID_BYTES = 6;

/** What stood at a path at one moment. */
export type FileState =
  | { readonly kind: 'absent'; readonly path: string; readonly fingerprint: typeof ABSENT }
  | {
      readonly kind: 'present';
      readonly path: string;
      /** Where the bytes really are, all links followed. */
      readonly target: string;
      readonly bytes: Uint8Array;
      readonly fingerprint: string;
    };

export type WriteProblem = 'claude_settings_changed' | 'claude_settings_write_failed';

/** Reads the file; that there is none is no failure. */
export async function readSettingsFile(
  path: string,
): Promise<Result<FileState, 'claude_settings_unreadable'>> {
  let target: string;
  try {
    target = await fs.realpath(path);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT')
      return unreadable(`${path} cannot be read, because ${ioReason(error)}.`);
    const link = await fs.readlink(path).catch(() => null);
    if (link !== null) return unreadable(`${path} is a link to ${link}, which does not exist.`);
    return ok({ kind: 'absent', path, fingerprint: ABSENT });
  }
  const file = await readFileLimited(target, MAX_FILE_BYTES);
  if (!file.ok) return unreadable(file.error.message);
  if (file.value === null) return ok({ kind: 'absent', path, fingerprint: ABSENT });
  return ok({ kind: 'present', path, target, bytes: file.value, fingerprint: fingerprintOf(file.value) });
}

/**
 * Puts `bytes` in the place of what was read, whole or not at all. A new file is 0600; `madeFolder` is the
 * topmost folder that had to be made for it, or null.
 */
export async function writeSettingsFile(
  read: FileState,
  bytes: Uint8Array,
  disk: Disk = systemDisk,
): Promise<Result<{ readonly madeFolder: string | null }, WriteProblem>> {
  const target = read.kind === 'present' ? read.target : read.path;
  const temp = `${target}.${Buffer.from(systemRandom.bytes(TEMP_ID_BYTES)).toString('hex')}.tmp`;
  let madeFolder: string | null = null;
  try {
    const owner = read.kind === 'present' ? await fs.stat(target) : null;
    if (owner !== null && (owner.mode & OWNER_MAY_WRITE) === 0) {
      return fail('claude_settings_write_failed', `${target} is read-only; make it writable first.`);
    }
    if (owner === null) {
      madeFolder = (await fs.mkdir(dirname(target), { recursive: true, mode: PRIVATE_FOLDER_MODE })) ?? null;
    }
    const mode = owner === null ? PRIVATE_FILE_MODE : owner.mode & MODE_BITS;
    const file = await disk.open(temp, 'wx', mode & ~0o077);
    try {
      await file.writeFile(bytes);
      if (owner !== null) await keepOwner(temp, owner);
      await file.chmod(mode);
      await file.sync();
    } finally {
      await file.close();
    }
    const now = await readSettingsFile(read.path);
    if (!now.ok || now.value.fingerprint !== read.fingerprint || targetOf(now.value) !== targetOf(read)) {
      await disk.unlink(temp).catch(() => {});
      return changed(read.path);
    }
    await disk.rename(temp, target);
  } catch (error) {
    await disk.unlink(temp).catch(() => {}); // it may never have been made; the first error is the one to tell
    if (madeFolder !== null) await removeFolders(dirname(target), madeFolder);
    return fail(
      'claude_settings_write_failed',
      `${target} could not be written, because ${ioReason(error)}.`,
    );
  }
  await disk.syncFolder(dirname(target)).catch(() => {}); // after a power cut the old content may be back; it is whole
  return ok({ madeFolder });
}

/** Removes a file that we made, and the folders that we made for it as far as they are empty. */
export async function removeSettingsFile(
  read: FileState & { readonly kind: 'present' },
  madeFolder: string | null,
  disk: Disk = systemDisk,
): Promise<Result<void, WriteProblem>> {
  const now = await readSettingsFile(read.path);
  if (!now.ok || now.value.fingerprint !== read.fingerprint) return changed(read.path);
  try {
    await disk.unlink(read.target);
  } catch (error) {
    return fail(
      'claude_settings_write_failed',
      `${read.target} could not be removed, because ${ioReason(error)}.`,
    );
  }
  if (madeFolder !== null) await removeFolders(dirname(read.target), madeFolder);
  return ok(undefined);
}

/** Removes empty folders from `folder` up to and including `topmost`; stops at the first that is in use. */
export async function removeFolders(folder: string, topmost: string): Promise<void> {
  for (let one = folder; one.startsWith(topmost); one = dirname(one)) {
    try {
      await fs.rmdir(one);
    } catch {
      return;
    }
  }
}

/** Temporary files that a killed process left beside the file. */
export async function removeLeftovers(path: string): Promise<void> {
  const target = await fs.realpath(path).catch(() => path);
  const folder = dirname(target);
  const prefix = target.slice(folder.length + 1);
  for (const name of await fs.readdir(folder).catch(() => [])) {
    const isOurs = name.startsWith(prefix) && /^\.[0-9a-f]{12}\.tmp$/.test(name.slice(prefix.length));
    if (isOurs) await fs.unlink(join(folder, name)).catch(() => {});
  }
}

/** A file of another user stays that user's, where this process may say so (it is root then). */
async function keepOwner(temp: string, owner: { readonly uid: number; readonly gid: number }): Promise<void> {
  const made = await fs.stat(temp);
  if (made.uid !== owner.uid || made.gid !== owner.gid) await fs.chown(temp, owner.uid, owner.gid);
}

const targetOf = (state: FileState) => (state.kind === 'present' ? state.target : null);

const unreadable = (message: string) => fail('claude_settings_unreadable', message);

const changed = (path: string) =>
  fail(
    'claude_settings_changed',
    `${path} was changed by somebody else at this moment; nothing was written.`,
  );
