/**
 * What is counted per account: plain numbers that change with every request, kept apart from the immutable
 * `Account` so that counting replaces nothing and allocates nothing.
 */
import type { AttemptOutcome } from '../providers/attempt-outcome.ts';

/** What an account has done, for snapshots and metrics. Times are ms since the epoch. */
export interface AccountCounts {
  /** Attempts that reached the upstream. */
  readonly requestsTotal: number;
  readonly failuresTotal: number;
  /** Attempts that ended on this machine (no route, no name, no proxy): never the account's fault. */
  readonly localFailuresTotal: number;
  readonly lastUsedAt: number | null;
  /** Proxied requests in flight. */
  readonly openRequests: number;
}

/** Counters as they are stored. */
export interface SavedCounters {
  readonly requestsTotal: number;
  readonly failuresTotal: number;
  readonly localFailuresTotal: number;
  readonly lastUsedAt: number | null;
  /** Requests of the local day that began at `dayStartsAt`. */
  readonly requestsToday: number;
  readonly dayStartsAt: number;
  /** Requests per quarter of an hour; the last one is the quarter with number `lastQuarter` since the epoch. */
  readonly recentQuarters: readonly number[];
  readonly lastQuarter: number;
}

const QUARTER_MS = 15 * 60_000;
/** Five hours, the length of the shortest quota window. */
export const RECENT_QUARTERS = 20;

/** The counters of one account. Only the registry writes them. */
export class AccountCounters implements AccountCounts {
  requestsTotal: number;
  failuresTotal: number;
  localFailuresTotal: number;
  lastUsedAt: number | null;
  openRequests = 0;
  #requestsToday: number;
  #dayStartsAt: number;
  readonly #quarters: number[];
  #lastQuarter: number;

  constructor(saved: SavedCounters | null) {
    this.requestsTotal = saved?.requestsTotal ?? 0;
    this.failuresTotal = saved?.failuresTotal ?? 0;
    this.localFailuresTotal = saved?.localFailuresTotal ?? 0;
    this.lastUsedAt = saved?.lastUsedAt ?? null;
    this.#requestsToday = saved?.requestsToday ?? 0;
    this.#dayStartsAt = saved?.dayStartsAt ?? 0;
    this.#quarters = saved ? [...saved.recentQuarters] : new Array<number>(RECENT_QUARTERS).fill(0);
    this.#lastQuarter = saved?.lastQuarter ?? 0;
  }

  /** Counts an attempt that ended at `now`, on the local day that began at `dayStartsAt`. */
  count(outcome: AttemptOutcome, now: number, dayStartsAt: number): void {
    if (outcome.kind === 'local-origin-failed') {
      this.localFailuresTotal++;
      return;
    }
    this.requestsTotal++;
    this.lastUsedAt = now;
    if (isFailure(outcome)) this.failuresTotal++;
    this.#requestsToday = this.requestsToday(dayStartsAt) + 1;
    this.#dayStartsAt = dayStartsAt;
    this.#moveTo(now);
    this.#quarters[RECENT_QUARTERS - 1]!++;
  }

  /** Requests of the local day that began at `dayStartsAt`. */
  requestsToday(dayStartsAt: number): number {
    return this.#dayStartsAt === dayStartsAt ? this.#requestsToday : 0;
  }

  /** Requests in the five hours before `now`, to the quarter of an hour. */
  requestsLastFiveHours(now: number): number {
    this.#moveTo(now);
    let sum = 0;
    for (const count of this.#quarters) sum += count;
    return sum;
  }

  save(): SavedCounters {
    return {
      requestsTotal: this.requestsTotal,
      failuresTotal: this.failuresTotal,
      localFailuresTotal: this.localFailuresTotal,
      lastUsedAt: this.lastUsedAt,
      requestsToday: this.#requestsToday,
      dayStartsAt: this.#dayStartsAt,
      recentQuarters: [...this.#quarters],
      lastQuarter: this.#lastQuarter,
    };
  }

  /** Shifts the quarters so that the last one is that of `now`; after a jump back of the clock they begin anew. */
  #moveTo(now: number): void {
    const quarter = Math.floor(now / QUARTER_MS);
    const passed = quarter - this.#lastQuarter;
    if (passed === 0) return;
    this.#lastQuarter = quarter;
    if (passed < 0 || passed >= RECENT_QUARTERS) {
      this.#quarters.fill(0);
      return;
    }
    this.#quarters.copyWithin(0, passed);
    this.#quarters.fill(0, RECENT_QUARTERS - passed);
  }
}

/** True where the upstream or the account let the request down; the client's own mistakes are none. */
function isFailure(outcome: AttemptOutcome): boolean {
  return outcome.kind !== 'succeeded' && outcome.kind !== 'rejected' && outcome.kind !== 'client-aborted';
}

/** Knows when the local day began, and asks the calendar only once a day. */
export class LocalDay {
  #startsAt = 0;
  #endsAt = 0;

  /** Local midnight before `now`, in ms since the epoch. */
  startOf(now: number): number {
    if (now < this.#startsAt || now >= this.#endsAt) {
      const day = new Date(now);
      this.#startsAt = day.setHours(0, 0, 0, 0);
      // Not 24 hours: days on which the clocks change are shorter or longer.
      this.#endsAt = day.setDate(day.getDate() + 1);
    }
    return this.#startsAt;
  }
}
