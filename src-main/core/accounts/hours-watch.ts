import type { Account } from './account.ts';
import { servingPhase } from './serving-phase.ts';

/** Notices that the hours of an account began or ended, which nothing but the clock tells. */
export class HoursWatch {
  #open: ReadonlyMap<string, boolean> = new Map();

  /** The accounts whose hours began or ended between the last look and `now`, in ms since the epoch. */
  turned(accounts: readonly Account[], now: number): readonly Account[] {
    const before = this.#open;
    const open = new Map<string, boolean>();
    for (const { id, entry } of accounts) {
      if (entry.hours !== null) open.set(id, servingPhase(entry.hours, now).open);
    }
    this.#open = open;
    return accounts.filter(({ id }) => before.has(id) && open.has(id) && before.get(id) !== open.get(id));
  }
}
