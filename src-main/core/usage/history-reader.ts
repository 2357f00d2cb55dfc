import type { RequestFacts } from '../../../src-shared/model/request-facts.ts';
import type { PriceTable } from './price-table.ts';
import { factsOfRow } from './request-row.ts';
import type { SqlDatabase } from './sql-database.ts';
import { type UsageQuery, type UsageRow, usageReport } from './usage-report.ts';
import type { WindowReading } from './window-readings.ts';

/** The questions that the history answers. Each throws what SQLite throws. */
export class HistoryReader {
  readonly #database: SqlDatabase;

  constructor(database: SqlDatabase) {
    this.#database = database;
  }

  report(query: UsageQuery, prices: PriceTable): readonly UsageRow[] {
    return usageReport(this.#database, query, prices);
  }

  /** At most `limit` requests, the last recorded first. */
  recent(limit: number): readonly RequestFacts[] {
    return this.#database
      .prepare('SELECT * FROM requests ORDER BY seq DESC LIMIT ?')
      .all(limit)
      .map(factsOfRow);
  }

  find(id: string): RequestFacts | null {
    const row = this.#database.prepare('SELECT * FROM requests WHERE id = ?').get(id);
    return row === undefined ? null : factsOfRow(row);
  }

  /** The last known names of all accounts that ever served, by id. */
  names(): ReadonlyMap<string, string> {
    const rows = this.#database.prepare('SELECT id, name FROM accounts').all() as {
      id: string;
      name: string;
    }[];
    return new Map(rows.map(({ id, name }) => [id, name]));
  }

  /** Readings of one window from `since` on, and the last one before, in order of time. */
  readings(accountId: string, window: string, since: number): readonly WindowReading[] {
    return this.#database
      .prepare(
        `SELECT * FROM window_readings WHERE account_id = ? AND window = ? AND read_at >= coalesce(
           (SELECT max(read_at) FROM window_readings WHERE account_id = ? AND window = ? AND read_at < ?), ?)
         ORDER BY read_at`,
      )
      .all(accountId, window, accountId, window, since, since)
      .map(readingOfRow);
  }

  /** The newest reading of every window. */
  newestReadings(): readonly WindowReading[] {
    // SQLite takes the other columns from the row that holds the maximum (https://sqlite.org/lang_select.html, 2.5).
    return this.#database
      .prepare('SELECT *, max(read_at) FROM window_readings GROUP BY account_id, window')
      .all()
      .map(readingOfRow);
  }
}

function readingOfRow(value: unknown): WindowReading {
  const row = value as Record<string, never>;
  return {
    accountId: row['account_id']!,
    window: row['window']!,
    readAt: row['read_at']!,
    utilization: row['utilization']!,
    resetsAt: row['resets_at']!,
    ownUnits: row['own_units']!,
  };
}
