import type { Clock } from '../lib/clock.ts';
import type { Account } from './account.ts';
import { nextEnd } from './health-expiry.ts';
import { servingPhase } from './serving-phase.ts';

/**
 * Restrictions end by the wall clock, timers run by the monotonic one. While anything is restricted they are
 * compared this often at least, in ms, so that a clock that was set or a machine that slept is noticed.
 */
const MAX_TIMER_MS = 30_000;

/** One timer for whatever time alone changes first, among all accounts. */
export class ChangeTimer implements Disposable {
  readonly #clock: Clock;
  readonly #onDue: () => void;
  #timer: Disposable | null = null;

  constructor(clock: Clock, onDue: () => void) {
    this.#clock = clock;
    this.#onDue = onDue;
  }

  /** Sets the timer anew; none runs while nothing is restricted and no account has hours. */
  arm(accounts: readonly Account[]): void {
    this[Symbol.dispose]();
    const now = this.#clock.now();
    let earliest = Number.POSITIVE_INFINITY;
    for (const { health, entry } of accounts) {
      earliest = Math.min(earliest, nextEnd(health) ?? earliest);
      if (entry.hours !== null) earliest = Math.min(earliest, servingPhase(entry.hours, now).until);
    }
    if (earliest === Number.POSITIVE_INFINITY) return;
    const delayMs = Math.min(Math.max(0, earliest - now), MAX_TIMER_MS);
    this.#timer = this.#clock.after(delayMs, this.#onDue);
  }

  [Symbol.dispose](): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = null;
  }
}
