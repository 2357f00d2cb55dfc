/** Single values that the history keeps about itself. */
import type { SqlDatabase } from './sql-database.ts';

/** `requests-from` and `hours-from`: single requests, and sums by the hour, are complete from this moment on. */
export type HistoryFact = 'salt' | 'requests-from' | 'hours-from';

export function readFact(database: SqlDatabase, name: HistoryFact): string | null {
  const row = database.prepare('SELECT value FROM facts WHERE name = ?').get(name);
  return row === undefined ? null : (row as { value: string }).value;
}

export function writeFact(database: SqlDatabase, name: HistoryFact, value: string): void {
  database
    .prepare('INSERT INTO facts VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value')
    .run(name, value);
}

/** The moment that a fact names, or 0. */
export function readMoment(database: SqlDatabase, name: 'requests-from' | 'hours-from'): number {
  return Number(readFact(database, name) ?? 0);
}
