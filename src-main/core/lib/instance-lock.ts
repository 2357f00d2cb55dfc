/**
 * One process owns a data folder. Two owners would each rotate the same refresh tokens, and the
 * authorization server answers that by revoking them (RFC 9700, section 4.14.2).
 *
 * The owner holds an exclusive lock of the operating system on the empty file `instance.lock`, taken through
 * SQLite, which has the portable code for it (fcntl, or LockFileEx on Windows). The system drops the lock in
 * the moment the process ends, however it ends. So there is no stale lock to recognise: a kill -9, a reboot, a
 * process id that was given to somebody else or an owner in another container need no rule of their own, and
 * of two processes that start at once the kernel admits one. A lock file that merely names its owner has to
 * guess in all of these cases.
 *
 * `instance.json` beside it only tells people who the owner is.
 *
 * A trap of POSIX: closing any descriptor of a file drops all locks that the process has on it. Nothing in
 * this process may open `instance.lock` by other means while it is held.
 */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Localized } from '../../../src-shared/i18n/localized.ts';
import {
  ensurePrivateFolder,
  PRIVATE_FILE_MODE,
  readFileLimited,
  removeLeftoverTemps,
  writeFileAtomic,
} from './atomic-file.ts';
import type { Clock } from './clock.ts';
import type { Closer } from './closer.ts';
import { systemDisk } from './disk.ts';
import { errorCode, ioReasonIn } from './io-failure.ts';
import { failLocalized } from './localized-failure.ts';
import { fail, ok, type Result } from './result.ts';
import { failAs, failStart, startText } from './start-failure.ts';

const LOCK_FILE = 'instance.lock';
const OWNER_FILE = 'instance.json';
const MAX_OWNER_FILE_BYTES = 4096;
/** SQLite's result code for a lock that another connection holds. */
const SQLITE_BUSY = 5;
/** The file is there, and this process may not open it, e.g. because another user made it. */
const SQLITE_CANTOPEN = 14;

/** Takes the data folder, creating it with mode 0700 where needed, until the returned lock is closed. */
export async function acquireInstanceLock(
  folder: string,
  clock: Pick<Clock, 'now'>,
): Promise<Result<Closer, 'already-owned' | 'lock-failed'>> {
  const usable = await ensurePrivateFolder(folder);
  if (!usable.ok) return failAs('lock-failed', usable.error);

  const created = await createLockFile(join(folder, LOCK_FILE));
  if (!created.ok) return created;

  const lock = lockExclusively(join(folder, LOCK_FILE));
  if (!lock.ok) {
    return lock.error.code === 'busy'
      ? failLocalized('already-owned', await describeOwner(folder))
      : failAs(lock.error.code, lock.error);
  }

  await removeLeftoverTemps([join(folder, OWNER_FILE)]);
  const owner: Owner = { pid: process.pid, since: new Date(clock.now()).toISOString() };
  const told = await writeFileAtomic(join(folder, OWNER_FILE), `${JSON.stringify(owner)}\n`);
  if (!told.ok) {
    lock.value.close();
    return failAs('lock-failed', told.error);
  }

  let open = true;
  return ok({
    async close() {
      if (!open) return;
      open = false;
      await systemDisk.unlink(join(folder, OWNER_FILE)).catch(() => {}); // it informs, it does not lock
      lock.value.close();
    },
  });
}

/** Creates the file with mode 0600 (SQLite would use 0644) but never opens one that is there: see the head. */
async function createLockFile(path: string): Promise<Result<void, 'lock-failed'>> {
  try {
    const file = await systemDisk.open(path, 'wx', PRIVATE_FILE_MODE);
    await file.close();
    return ok(undefined);
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return ok(undefined);
    return failStart('lock-failed', 'file.notCreated', { path, reason: ioReasonIn(error) });
  }
}

function lockExclusively(path: string): Result<DatabaseSync, 'busy' | 'lock-failed'> {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { timeout: 0 });
    // The journal stays in memory, so that no side file is ever made; nothing is ever written either.
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    return ok(database);
  } catch (error) {
    database?.close();
    const sqliteCode =
      typeof error === 'object' && error !== null && 'errcode' in error ? error.errcode : null;
    if (sqliteCode === SQLITE_BUSY) return fail('busy', `${path} is locked by another process.`);
    if (sqliteCode === SQLITE_CANTOPEN) return failStart('lock-failed', 'lock.notWritable', { path });
    return failStart('lock-failed', 'lock.notTaken', { path, code: String(sqliteCode) });
  }
}

interface Owner {
  readonly pid: number;
  /** RFC 3339, UTC. */
  readonly since: string;
}

async function describeOwner(folder: string): Promise<Localized> {
  const owner = await readOwner(join(folder, OWNER_FILE));
  return owner
    ? startText('owner.known', { folder, pid: owner.pid, since: owner.since })
    : startText('owner.unknown', { folder });
}

async function readOwner(path: string): Promise<Owner | null> {
  const file = await readFileLimited(path, MAX_OWNER_FILE_BYTES);
  if (!file.ok || file.value === null) return null;
  try {
    const { pid, since } = JSON.parse(Buffer.from(file.value).toString()) as Partial<Owner>;
    return Number.isSafeInteger(pid) && !Number.isNaN(Date.parse(String(since)))
      ? { pid: Number(pid), since: new Date(String(since)).toISOString() }
      : null;
  } catch {
    return null;
  }
}
