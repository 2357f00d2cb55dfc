/** An open history: one connection with what is prepared on it. */
import { statSync } from 'node:fs';
import type { HistorySettings } from '../settings/settings.ts';
import { readFact, writeFact } from './history-facts.ts';
import { checkpoint, openHistoryFile } from './history-file.ts';
import { historyLimits } from './history-limits.ts';
import { HistoryUpkeep } from './history-upkeep.ts';
import { HistoryWriter } from './history-writer.ts';
import { type OpenSqlite, readNumber, type SqlDatabase } from './sql-database.ts';

/** A log of this size is written back in the next moment without open requests, in bytes. */
const CHECKPOINT_LOG_BYTES = 1024 * 1024;

export interface HistorySessionOptions {
  /** The database's file; its folder exists. */
  readonly path: string;
  readonly settings: () => HistorySettings;
  /** A new random salt for the hashes of session ids. */
  readonly newSalt: () => string;
}

export class HistorySession {
  readonly database: SqlDatabase;
  readonly writer: HistoryWriter;
  readonly upkeep: HistoryUpkeep;
  /** With which session ids are hashed; made with the file. */
  readonly salt: string;
  readonly #path: string;
  readonly #settings: () => HistorySettings;
  readonly #inode: number | null;

  constructor(database: SqlDatabase, { path, settings, newSalt }: HistorySessionOptions) {
    this.database = database;
    this.#path = path;
    this.#settings = settings;
    this.salt = readFact(database, 'salt') ?? newSalt();
    writeFact(database, 'salt', this.salt);
    this.writer = new HistoryWriter(database, this.salt);
    this.upkeep = new HistoryUpkeep(database, settings);
    this.#inode = inodeOf(path);
  }

  /** True where somebody deleted or replaced the file: what is written would go nowhere. */
  isOrphaned(): boolean {
    return inodeOf(this.#path) !== this.#inode;
  }

  /** Writes a log of `idleBytes` back while nobody waits, and a large one in any case. Throws where it cannot shrink. */
  checkpointIfDue(isIdle: boolean, idleBytes = CHECKPOINT_LOG_BYTES): void {
    const { maxLogBytes } = historyLimits(this.#settings());
    const dueAt = isIdle ? Math.min(idleBytes, maxLogBytes) : maxLogBytes;
    if (this.#logBytes() < dueAt) return;
    checkpoint(this.database);
    // Somebody who reads the file with another program keeps the log from being emptied.
    if (this.#logBytes() >= 2 * maxLogBytes) throw new LogStuck();
  }

  /** Deletes some of what is oldest where the file has reached its limit; false where it is the disk that is full. */
  makeRoom(): boolean {
    const pages = readNumber(this.database, 'PRAGMA page_count') ?? 0;
    if (pages < historyLimits(this.#settings()).fullPages) return false;
    try {
      return this.upkeep.step(null);
    } catch {
      return false; // deleting takes room, too
    }
  }

  close(): void {
    this.database.close();
  }

  /** Closes a connection that is of no use any more. */
  abandon(): void {
    try {
      this.database.close();
    } catch {
      // The error that led here has been told.
    }
  }

  #logBytes(): number {
    return statSync(`${this.#path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  }
}

/** The write-ahead log has outgrown its limit because another program holds on to it. */
class LogStuck extends Error {
  override readonly name = 'LogStuck';
  readonly code = 'SQLITE_BUSY';
}

/** Opens the history; null where a newer program wrote it. Throws what SQLite or the file system throws. */
export async function openHistorySession(
  open: OpenSqlite,
  options: HistorySessionOptions,
): Promise<HistorySession | null> {
  const opened = await openHistoryFile(options.path, open);
  if (opened.kind === 'newer') return null;
  try {
    return new HistorySession(opened.database, options);
  } catch (error) {
    opened.database.close();
    throw error;
  }
}

function inodeOf(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.ino ?? null;
}
