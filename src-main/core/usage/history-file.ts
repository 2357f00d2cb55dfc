/** The history's file: made private, opened with the right pragmas, and set aside when it is damaged. */
import { statSync } from 'node:fs';
import { PRIVATE_FILE_MODE, setFileAside } from '../lib/atomic-file.ts';
import type { Clock } from '../lib/clock.ts';
import { systemDisk } from '../lib/disk.ts';
import { errorCode } from '../lib/io-failure.ts';
import { APPLICATION_ID, migrate } from './history-schema.ts';
import { type OpenSqlite, readNumber, type SqlDatabase } from './sql-database.ts';

/** Longest synchronous wait for somebody else's lock, in ms: requests wait just as long. */
const LOCK_TIMEOUT_MS = 20;
/** Rows are appended, so few pages are needed again; better-sqlite3 would keep 16 MB of them. */
const CACHE_KIB = 2_048;

export type OpenedHistory =
  | { readonly kind: 'open'; readonly database: SqlDatabase }
  /** Written by a newer Rota: it is neither read nor written. */
  | { readonly kind: 'newer' };

/** Opens the file, making it where there is none. Throws what the library or the file system throws. */
export async function openHistoryFile(path: string, open: OpenSqlite): Promise<OpenedHistory> {
  await makePrivate(path);
  const database = open(path, LOCK_TIMEOUT_MS);
  try {
    // The first two only work on a file without tables, and change nothing on any other.
    database.exec('PRAGMA auto_vacuum = INCREMENTAL');
    // The checkpoint is the one step that waits for the disk, so it is made when no request is open (`checkpoint`).
    database.exec('PRAGMA wal_autocheckpoint = 0');
    database.prepare('PRAGMA journal_mode = WAL').get();
    database.exec('PRAGMA synchronous = NORMAL');
    database.exec(`PRAGMA cache_size = -${CACHE_KIB}`);
    if (migrate(database) === 'newer') {
      database.close();
      return { kind: 'newer' };
    }
    if (readNumber(database, 'PRAGMA application_id') !== APPLICATION_ID) {
      database.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
    }
    return { kind: 'open', database };
  } catch (error) {
    database.close();
    throw error;
  }
}

/** SQLite gives its side files the mode of the database, and would itself make that readable for everybody. */
async function makePrivate(path: string): Promise<void> {
  try {
    const file = await systemDisk.open(path, 'wx', PRIVATE_FILE_MODE);
    await file.close();
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
    const { mode } = statSync(path);
    if ((mode & 0o077) !== 0) await systemDisk.chmod(path, mode & 0o700);
  }
}

/** Moves a damaged database out of the way, its side files with it; the new place, or null where it cannot be moved. */
export async function setHistoryAside(path: string, clock: Pick<Clock, 'now'>): Promise<string | null> {
  const now = clock.now();
  const moved = await setFileAside(path, now);
  if (!moved.ok) return null;
  for (const suffix of ['-wal', '-shm']) {
    // A log of the damaged file would otherwise be replayed into the new one.
    await systemDisk.rename(path + suffix, moved.value + suffix).catch((error: unknown) => {
      if (errorCode(error) !== 'ENOENT') throw error;
    });
  }
  return moved.value;
}

/** Writes the log back into the database and empties it, unless somebody else reads from it. Waits for the disk. */
export function checkpoint(database: SqlDatabase): void {
  database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get();
}
