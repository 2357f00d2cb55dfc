/** Everything that is written while requests go on: one batch is one transaction. */
import type { RequestFacts } from '../../../src-shared/model/request-facts.ts';
import { REQUEST_COLUMNS, requestValues, usageKeyOf } from './request-row.ts';
import { dailyRollUp, hourlyRollUp, type RollUp } from './roll-up.ts';
import { sessionHashes } from './session-hash.ts';
import { inTransaction, type SqlDatabase, type SqlStatement } from './sql-database.ts';
import { SUM_COLUMNS, sumsOf } from './usage-sums.ts';
import type { WindowReading } from './window-readings.ts';

/** What one transaction adds. */
export interface HistoryBatch {
  readonly requests: readonly RequestFacts[];
  /** Names of accounts by id, so that a removed account keeps one. */
  readonly names: ReadonlyMap<string, string>;
  readonly readings: readonly WindowReading[];
}

export class HistoryWriter {
  readonly #database: SqlDatabase;
  readonly #hashOf: (sessionId: string) => string;
  readonly #request: SqlStatement;
  readonly #hour: SqlStatement;
  readonly #day: SqlStatement;
  readonly #name: SqlStatement;
  readonly #reading: SqlStatement;

  constructor(database: SqlDatabase, salt: string) {
    this.#database = database;
    this.#hashOf = sessionHashes(salt);
    // A batch whose commit was left in doubt is written again; what stands already is not counted twice.
    this.#request = database.prepare(
      `INSERT INTO requests (${REQUEST_COLUMNS.join(', ')}) VALUES (${REQUEST_COLUMNS.map(() => '?').join(', ')})
       ON CONFLICT (id) DO NOTHING`,
    );
    this.#hour = database.prepare(addToRollUp('hours'));
    this.#day = database.prepare(addToRollUp('days'));
    this.#name = database.prepare(
      'INSERT INTO accounts (id, name) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name',
    );
    this.#reading = database.prepare('INSERT OR REPLACE INTO window_readings VALUES (?, ?, ?, ?, ?, ?)');
  }

  /** Writes all of a batch or nothing. Throws what SQLite throws. */
  write({ requests, names, readings }: HistoryBatch): void {
    inTransaction(this.#database, () => {
      const hours = hourlyRollUp();
      const days = dailyRollUp();
      for (const facts of requests) {
        const session = facts.sessionId === null ? null : this.#hashOf(facts.sessionId);
        const key = usageKeyOf(facts);
        const sums = sumsOf(facts);
        if (Number(this.#request.run(...requestValues(facts, session, key, sums)).changes) === 0) continue;
        hours.add(facts.startedAt, key, sums);
        days.add(facts.startedAt, key, sums);
      }
      writeRollUp(this.#hour, hours);
      writeRollUp(this.#day, days);
      for (const [id, name] of names) this.#name.run(id, name);
      for (const one of readings) {
        this.#reading.run(one.accountId, one.window, one.readAt, one.utilization, one.resetsAt, one.ownUnits);
      }
    });
  }
}

function addToRollUp(table: 'hours' | 'days'): string {
  const columns = ['start', 'account_id', 'model', 'key_name', ...SUM_COLUMNS];
  return `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})
    ON CONFLICT DO UPDATE SET ${SUM_COLUMNS.map((column) => `${column} = ${column} + excluded.${column}`).join(', ')}`;
}

function writeRollUp(statement: SqlStatement, rollUp: RollUp): void {
  for (const { start, key, sums } of rollUp.rows()) {
    const values = SUM_COLUMNS.map((column) => sums[column]);
    statement.run(start, key.account_id, key.model, key.key_name, ...values);
  }
}
