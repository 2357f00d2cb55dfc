/** The history's tables and how an older file becomes a new one. Times are ms since the epoch. */
import { inTransaction, readNumber, type SqlDatabase } from './sql-database.ts';
import { SUM_COLUMNS } from './usage-sums.ts';

/** "Rota" in ASCII, in the header of the file: tells it from other programs' databases. */
export const APPLICATION_ID = 0x526f7461;

const sumColumns = SUM_COLUMNS.map((column) => `${column} INTEGER NOT NULL DEFAULT 0`).join(',\n  ');

/** An absent account, model or key is the empty text here and below: NULLs are all different to a primary key. */
const rollUpTable = (name: string) => `
CREATE TABLE ${name} (
  start INTEGER NOT NULL,
  account_id TEXT NOT NULL,
  model TEXT NOT NULL,
  key_name TEXT NOT NULL,
  ${sumColumns},
  PRIMARY KEY (start, account_id, model, key_name)
) WITHOUT ROWID;`;

/** What takes a file from version n to n + 1. A published one is never edited. */
const MIGRATIONS: readonly string[] = [
  `
CREATE TABLE requests (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  started_at INTEGER NOT NULL,
  method TEXT NOT NULL,
  path TEXT NOT NULL,
  model_asked TEXT,
  model_served TEXT,
  stream INTEGER NOT NULL,
  session TEXT,
  route TEXT,
  attempts TEXT NOT NULL,
  passed_over TEXT NOT NULL,
  status INTEGER,
  outcome TEXT NOT NULL,
  first_byte_ms REAL,
  added_ms REAL,
  duration_ms REAL NOT NULL,
  reported INTEGER NOT NULL,
  incomplete INTEGER NOT NULL,
  account_id TEXT NOT NULL,
  model TEXT NOT NULL,
  key_name TEXT NOT NULL,
  ${sumColumns}
);
CREATE INDEX requests_by_start ON requests (started_at);
${rollUpTable('hours')}
${rollUpTable('days')}
CREATE TABLE accounts (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE window_readings (
  account_id TEXT NOT NULL,
  window TEXT NOT NULL,
  read_at INTEGER NOT NULL,
  utilization REAL NOT NULL,
  resets_at INTEGER NOT NULL,
  own_units REAL NOT NULL,
  PRIMARY KEY (account_id, window, read_at)
) WITHOUT ROWID;
CREATE TABLE facts (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;`,
];

/** The newest version that this program knows. */
export const SCHEMA_VERSION = MIGRATIONS.length;

/** Brings an opened file to the newest version; `newer` where a later program wrote it, and nothing was touched. */
export function migrate(database: SqlDatabase): 'current' | 'newer' {
  const version = readNumber(database, 'PRAGMA user_version') ?? 0;
  if (version > SCHEMA_VERSION) return 'newer';
  MIGRATIONS.slice(version).forEach((sql, index) => {
    inTransaction(database, () => {
      database.exec(sql);
      database.exec(`PRAGMA user_version = ${version + index + 1}`);
    });
  });
  return 'current';
}
