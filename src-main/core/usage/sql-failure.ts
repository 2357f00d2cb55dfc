import { errorCode } from '../lib/io-failure.ts';

/** What an error of the database means for the history. */
export type SqlFailure =
  /** The file is no database, or one with damaged pages: it is set aside and a new one begun. */
  | { readonly kind: 'damaged'; readonly code: string }
  /** Another program holds a lock; it may let go at any moment. */
  | { readonly kind: 'locked'; readonly code: string }
  /** The disk is full, or the file has reached its own limit. */
  | { readonly kind: 'full'; readonly code: string }
  /** The disk or the file's permissions: worth another try, with a fresh connection. */
  | { readonly kind: 'unusable'; readonly code: string }
  /** The statement itself was refused: trying it again would only fail again. */
  | { readonly kind: 'refused'; readonly code: string };

/** SQLite's primary result codes (https://sqlite.org/rescode.html), for the library that only tells numbers. */
const NAMES: Readonly<Record<number, string>> = {
  3: 'SQLITE_PERM',
  5: 'SQLITE_BUSY',
  6: 'SQLITE_LOCKED',
  7: 'SQLITE_NOMEM',
  8: 'SQLITE_READONLY',
  10: 'SQLITE_IOERR',
  11: 'SQLITE_CORRUPT',
  13: 'SQLITE_FULL',
  14: 'SQLITE_CANTOPEN',
  15: 'SQLITE_PROTOCOL',
  22: 'SQLITE_NOLFS',
  23: 'SQLITE_AUTH',
  26: 'SQLITE_NOTADB',
};

const KINDS: Readonly<Record<string, Exclude<SqlFailure['kind'], 'refused'>>> = {
  SQLITE_CORRUPT: 'damaged',
  SQLITE_NOTADB: 'damaged',
  SQLITE_BUSY: 'locked',
  SQLITE_LOCKED: 'locked',
  SQLITE_PROTOCOL: 'locked',
  SQLITE_FULL: 'full',
  ENOSPC: 'full',
  EDQUOT: 'full',
  SQLITE_READONLY: 'unusable',
  SQLITE_IOERR: 'unusable',
  SQLITE_CANTOPEN: 'unusable',
  SQLITE_PERM: 'unusable',
  SQLITE_AUTH: 'unusable',
  SQLITE_NOMEM: 'unusable',
  SQLITE_NOLFS: 'unusable',
};

/** Reads an error of better-sqlite3, of `node:sqlite` or of the file system. */
export function sqlFailure(error: unknown): SqlFailure {
  const code = codeOf(error);
  // Extended codes go on after the primary one, e.g. SQLITE_IOERR_FSYNC.
  const primary = /^SQLITE_[A-Z]+/.exec(code)?.[0] ?? code;
  const kind = KINDS[primary] ?? (code.startsWith('E') && /^E[A-Z0-9]+$/.test(code) ? 'unusable' : 'refused');
  return { kind, code };
}

function codeOf(error: unknown): string {
  const number = typeof error === 'object' && error !== null && 'errcode' in error ? error.errcode : null;
  // The low byte of an extended code is the primary one.
  if (typeof number === 'number') return NAMES[number & 0xff] ?? `SQLITE_${number}`;
  return errorCode(error) ?? 'unknown';
}
