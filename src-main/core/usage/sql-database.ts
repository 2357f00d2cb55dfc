/** The little of SQLite that the history needs: better-sqlite3 has this shape, and so has `node:sqlite`. */
export interface SqlDatabase {
  /** Runs statements without parameters, e.g. a pragma or a whole migration. */
  exec(sql: string): unknown;
  prepare(sql: string): SqlStatement;
  close(): unknown;
}

export interface SqlStatement {
  run(...values: readonly SqlValue[]): { readonly changes: number | bigint };
  /** The first row, or undefined. */
  get(...values: readonly SqlValue[]): unknown;
  all(...values: readonly SqlValue[]): unknown[];
}

export type SqlValue = string | number | null;

/** Opens a database file, waiting `timeoutMs` for a lock that another program holds. Throws what the library throws. */
export type OpenSqlite = (path: string, timeoutMs: number) => SqlDatabase;

/** A row of one column, e.g. what a pragma answers; null where there is no row. */
export function readNumber(database: SqlDatabase, sql: string): number | null {
  const row = database.prepare(sql).get();
  const value = Object.values(Object(row) as Record<string, unknown>)[0];
  return typeof value === 'number' ? value : null;
}

/** Runs `work` in one transaction: all of it stands afterwards, or nothing. */
export function inTransaction<T>(database: SqlDatabase, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const value = work();
    database.exec('COMMIT');
    return value;
  } catch (error) {
    try {
      database.exec('ROLLBACK');
    } catch {
      // SQLite rolls back by itself after some errors, e.g. a full disk; the first error is the one to tell.
    }
    throw error;
  }
}
