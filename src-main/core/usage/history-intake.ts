import type { AccountSnapshot } from '../../../src-shared/model/account.ts';
import type { RequestFacts } from '../../../src-shared/model/request-facts.ts';
import { FactQueue } from './fact-queue.ts';
import { HistoryReader } from './history-reader.ts';
import type { HistorySession } from './history-session.ts';
import { WindowReadings } from './window-readings.ts';

/** What has been recorded so far, for metrics. */
export interface HistoryCounts {
  readonly waiting: number;
  readonly written: number;
  readonly dropped: number;
}

/** Everything that waits to be written: facts of requests, and what changed of accounts meanwhile. */
export class HistoryIntake {
  readonly queue: FactQueue;
  readonly #accounts: () => readonly AccountSnapshot[];
  readonly #readings = new WindowReadings();
  /** Names as they were written last. */
  readonly #names = new Map<string, string>();
  #written = 0;

  constructor(capacity: number, accounts: () => readonly AccountSnapshot[]) {
    this.queue = new FactQueue(capacity);
    this.#accounts = accounts;
  }

  get counts(): HistoryCounts {
    const { length: waiting, dropped } = this.queue;
    return { waiting, written: this.#written, dropped };
  }

  push(facts: RequestFacts): void {
    this.#readings.count(facts);
    this.queue.push(facts);
  }

  /** Goes on where a freshly opened file ends. */
  continueIn(session: HistorySession): void {
    this.#readings.continueFrom(new HistoryReader(session.database).newestReadings());
    this.#names.clear();
  }

  /** Writes the oldest `rows` and all that changed, in one transaction. Throws what SQLite throws, and keeps everything then. */
  writeTo(session: HistorySession, rows: number): void {
    const accounts = this.#accounts();
    const readings = this.#readings.changes(accounts);
    const names = new Map(
      accounts.filter(({ id, name }) => this.#names.get(id) !== name).map(({ id, name }) => [id, name]),
    );
    session.writer.write({ requests: this.queue.oldest(rows), names, readings });
    this.queue.done(rows);
    this.#written += rows;
    this.#readings.noted(readings);
    for (const [id, name] of names) this.#names.set(id, name);
  }
}
