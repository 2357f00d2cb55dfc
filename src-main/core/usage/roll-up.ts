import { dayOf, hourOf } from './local-time.ts';
import type { UsageKey } from './request-row.ts';
import { addSums, noUsage, type UsageSums } from './usage-sums.ts';

/** What a batch adds to one row of a roll-up. */
export interface RollUpRow {
  /** Begin of the local hour or day, in ms since the epoch. */
  readonly start: number;
  readonly key: UsageKey;
  readonly sums: UsageSums;
}

/** Adds up a batch, so that a hundred requests of one account and model touch one row. */
export class RollUp {
  readonly #rows = new Map<string, RollUpRow>();
  readonly #startOf: (at: number) => number;
  /** Most requests belong to the row of the one before. */
  #last: RollUpRow | null = null;

  constructor(startOf: (at: number) => number) {
    this.#startOf = startOf;
  }

  /** Adds what a request of that moment used. */
  add(startedAt: number, key: UsageKey, sums: UsageSums): void {
    const start = this.#startOf(startedAt);
    if (!this.#last || !isRowOf(this.#last, start, key)) this.#last = this.#row(start, key);
    addSums(this.#last.sums, sums);
  }

  #row(start: number, key: UsageKey): RollUpRow {
    const name = JSON.stringify([start, key.account_id, key.model, key.key_name]);
    const known = this.#rows.get(name);
    if (known) return known;
    const row = { start, key, sums: noUsage() };
    this.#rows.set(name, row);
    return row;
  }

  rows(): Iterable<RollUpRow> {
    return this.#rows.values();
  }
}

function isRowOf(row: RollUpRow, start: number, key: UsageKey): boolean {
  return (
    row.start === start &&
    row.key.account_id === key.account_id &&
    row.key.model === key.model &&
    row.key.key_name === key.key_name
  );
}

export const hourlyRollUp = (): RollUp => new RollUp(hourOf);
export const dailyRollUp = (): RollUp => new RollUp(dayOf);
