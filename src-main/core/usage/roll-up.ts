import type { RequestFacts } from '../../../src-shared/model/request-facts.ts';
import { dayOf, hourOf } from './local-time.ts';
import { type UsageKey, usageKeyOf } from './request-row.ts';
import { addSums, noUsage, sumsOf, type UsageSums } from './usage-sums.ts';

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

  constructor(startOf: (at: number) => number) {
    this.#startOf = startOf;
  }

  add(facts: RequestFacts): void {
    const start = this.#startOf(facts.startedAt);
    const key = usageKeyOf(facts);
    const name = JSON.stringify([start, key.account_id, key.model, key.key_name]);
    let row = this.#rows.get(name);
    if (!row) {
      row = { start, key, sums: noUsage() };
      this.#rows.set(name, row);
    }
    addSums(row.sums, sumsOf(facts));
  }

  rows(): Iterable<RollUpRow> {
    return this.#rows.values();
  }
}

export const hourlyRollUp = (): RollUp => new RollUp(hourOf);
export const dailyRollUp = (): RollUp => new RollUp(dayOf);
