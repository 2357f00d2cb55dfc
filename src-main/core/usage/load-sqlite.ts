/**
 * Loads SQLite when the history is first needed: the add-on costs a start some milliseconds and megabytes, and the
 * first answer does not need it.
 */
import { fail, ok, type Result } from '../lib/result.ts';
import type { OpenSqlite, SqlDatabase } from './sql-database.ts';

/** better-sqlite3 13 is built for it and crashes the whole process on an older one instead of failing. */
const NEEDED_NODE_API = 10;

/** better-sqlite3, or the SQLite that Node itself brings where the add-on cannot be loaded on this system. */
export async function loadSqlite(): Promise<Result<OpenSqlite, 'sqlite-missing'>> {
  const addon = Number(process.versions['napi']) >= NEEDED_NODE_API ? await loadAddon() : null;
  const open = addon ?? (await loadBuiltIn());
  return open ? ok(open) : fail('sqlite-missing', 'No SQLite can be loaded on this system.');
}

/** better-sqlite3, or null. */
export async function loadAddon(): Promise<OpenSqlite | null> {
  try {
    const { default: Database } = await import('better-sqlite3');
    return (path, timeoutMs) => new Database(path, { timeout: timeoutMs }) as SqlDatabase;
  } catch {
    return null; // no prebuilt add-on for this platform
  }
}

/** `node:sqlite`, or null. */
export async function loadBuiltIn(): Promise<OpenSqlite | null> {
  try {
    const { DatabaseSync } = await import('node:sqlite');
    return (path, timeoutMs) => new DatabaseSync(path, { timeout: timeoutMs }) as SqlDatabase;
  } catch {
    return null;
  }
}
