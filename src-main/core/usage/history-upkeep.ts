/**
 * Keeps the history within its age and its size, a small step at a time, because each step holds up the whole
 * process: at most some hundred rows are deleted and some dozen pages given back before requests have their turn.
 */
import type { Clock } from '../lib/clock.ts';
import type { HistorySettings } from '../settings/settings.ts';
import { readMoment, writeFact } from './history-facts.ts';
import { historyLimits } from './history-limits.ts';
import { dayAfter, dayOf } from './local-time.ts';
import { inTransaction, readNumber, type SqlDatabase } from './sql-database.ts';

const ROWS_A_STEP = 250;
const PAGES_A_STEP = 64;
/** Free pages that are not worth giving back: the next requests will use them. */
const KEPT_FREE_PAGES = 256;
/** Sums by the hour are kept for a quarter of a year; older spans are told by the day. */
export const KEEP_HOURS_DAYS = 93;
/** Longer than any window of which shares are told. */
const KEEP_READINGS_DAYS = 35;

export class HistoryUpkeep {
  readonly #database: SqlDatabase;
  readonly #settings: () => HistorySettings;
  /** True from the moment it is full until there is room again. */
  #isDropping = false;

  constructor(database: SqlDatabase, settings: () => HistorySettings) {
    this.#database = database;
    this.#settings = settings;
    this.limitSize();
  }

  /** Has SQLite refuse to grow beyond the limit, also after the settings changed. */
  limitSize(): void {
    // A file that is larger already keeps its size and does not grow: SQLite never lowers the limit below it.
    this.#database.exec(`PRAGMA max_page_count = ${historyLimits(this.#settings()).maxPages}`);
  }

  /** One small step; true where there is more to do. `now` is null while the clock cannot be trusted with deleting. */
  step(now: number | null): boolean {
    return (now !== null && this.#dropOld(now)) || this.#dropOldest() || this.#giveBack();
  }

  #dropOld(now: number): boolean {
    const { keepRequestsDays, keepDaysDays } = this.#settings();
    const day = (days: number) => dayAfter(now, -days);
    return (
      this.#deleteRequests(`WHERE started_at < ${day(keepRequestsDays)} ORDER BY started_at`) ||
      this.#deleteRollUp('hours', day(Math.min(KEEP_HOURS_DAYS, keepDaysDays))) ||
      this.#deleteRollUp('days', day(keepDaysDays)) ||
      this.#deleteReadings(day(KEEP_READINGS_DAYS))
    );
  }

  /** The size limit: single requests go first, oldest first, then hours, then days. */
  #dropOldest(): boolean {
    const limits = historyLimits(this.#settings());
    const used = this.#usedPages();
    if (used < (this.#isDropping ? limits.roomyPages : limits.fullPages)) {
      this.#isDropping = false;
      return false;
    }
    this.#isDropping = true;
    return (
      this.#deleteRequests('ORDER BY seq') || this.#deleteOldestOf('hours') || this.#deleteOldestOf('days')
    );
  }

  /** Deletes the first of those rows; what is known of single requests begins after them. */
  #deleteRequests(which: string): boolean {
    const chosen = `SELECT seq FROM requests ${which} LIMIT ${ROWS_A_STEP}`;
    const newest = readNumber(
      this.#database,
      `SELECT max(started_at) FROM requests WHERE seq IN (${chosen})`,
    );
    if (newest === null) return false;
    inTransaction(this.#database, () => {
      this.#database.exec(`DELETE FROM requests WHERE seq IN (${chosen})`);
      const from = Math.max(readMoment(this.#database, 'requests-from'), newest + 1);
      writeFact(this.#database, 'requests-from', String(from));
    });
    return true;
  }

  #deleteRollUp(table: 'hours' | 'days', before: number): boolean {
    const oldest = readNumber(this.#database, `SELECT min(start) FROM ${table}`);
    if (oldest === null || oldest >= before) return false;
    const until = Math.min(before, dayAfter(oldest, 1));
    inTransaction(this.#database, () => {
      this.#database.exec(`DELETE FROM ${table} WHERE start < ${until}`);
      if (table === 'hours') {
        const from = Math.max(readMoment(this.#database, 'hours-from'), dayOf(until));
        writeFact(this.#database, 'hours-from', String(from));
      }
    });
    return true;
  }

  #deleteOldestOf(table: 'hours' | 'days'): boolean {
    const oldest = readNumber(this.#database, `SELECT min(start) FROM ${table}`);
    return oldest !== null && this.#deleteRollUp(table, dayAfter(oldest, 1));
  }

  #deleteReadings(before: number): boolean {
    this.#database.exec(`DELETE FROM window_readings WHERE read_at < ${before}`);
    return false; // a few a day: one statement takes them all
  }

  #giveBack(): boolean {
    const free = readNumber(this.#database, 'PRAGMA freelist_count') ?? 0;
    if (free <= KEPT_FREE_PAGES) return false;
    this.#database.exec(`PRAGMA incremental_vacuum(${PAGES_A_STEP})`);
    return free - PAGES_A_STEP > KEPT_FREE_PAGES;
  }

  #usedPages(): number {
    const pages = readNumber(this.#database, 'PRAGMA page_count') ?? 0;
    return pages - (readNumber(this.#database, 'PRAGMA freelist_count') ?? 0);
  }
}

/** How long the two clocks have to agree before anything is deleted by age, and by how much they may differ, in ms. */
const STEADY_MS = 60 * 60_000;
const MAX_DRIFT_MS = 60_000;

/**
 * The time by which old rows are deleted. A clock that was set to a wrong year for a moment would empty the history,
 * so the time only counts once it has run evenly for an hour.
 */
export class SteadyTime {
  readonly #clock: Pick<Clock, 'now' | 'monotonic'>;
  #offset: number;
  #since: number;

  constructor(clock: Pick<Clock, 'now' | 'monotonic'>) {
    this.#clock = clock;
    this.#since = clock.monotonic();
    this.#offset = clock.now() - this.#since;
  }

  /** Now, or null while the clock has not run evenly for long enough. */
  now(): number | null {
    const now = this.#clock.now();
    const monotonic = this.#clock.monotonic();
    if (Math.abs(now - monotonic - this.#offset) > MAX_DRIFT_MS) {
      this.#offset = now - monotonic;
      this.#since = monotonic;
    }
    return monotonic - this.#since >= STEADY_MS ? now : null;
  }
}
