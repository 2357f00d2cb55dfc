import type { Clock } from '../../src-main/core/lib/clock.ts';

interface Timer {
  readonly dueAt: number;
  readonly fn: () => void;
}

/** A clock that stands still until a test moves it. Timers fire in order of their due time. */
export class ManualClock implements Clock {
  #monotonic = 0;
  #wallOffset: number;
  readonly #timers = new Set<Timer>();

  /** @param startsAt wall-clock time in ms since the epoch */
  constructor(startsAt = Date.UTC(2026, 10, 22, 12, 0, 0)) {
    this.#wallOffset = startsAt;
  }

  now(): number {
    return this.#wallOffset + this.#monotonic;
  }

  monotonic(): number {
    return this.#monotonic;
  }

  after(delayMs: number, fn: () => void): Disposable {
    const timer: Timer = { dueAt: this.#monotonic + Math.max(0, delayMs), fn };
    this.#timers.add(timer);
    return { [Symbol.dispose]: () => void this.#timers.delete(timer) };
  }

  get pendingTimers(): number {
    return this.#timers.size;
  }

  /** Moves both clocks forward and fires what falls due on the way, in order. */
  advance(ms: number): void {
    const end = this.#monotonic + ms;
    for (;;) {
      const due = [...this.#timers].filter((t) => t.dueAt <= end).sort((a, b) => a.dueAt - b.dueAt)[0];
      if (!due) break;
      this.#timers.delete(due);
      this.#monotonic = Math.max(this.#monotonic, due.dueAt);
      due.fn();
    }
    this.#monotonic = end;
  }

  /** As `advance`, but lets pending promises settle after each step. */
  async advanceAsync(ms: number, stepMs = ms): Promise<void> {
    for (let left = ms; left > 0; left -= stepMs) {
      this.advance(Math.min(stepMs, left));
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Jumps the wall clock, as NTP or the user does; timers do not notice. */
  jumpWallClock(ms: number): void {
    this.#wallOffset += ms;
  }
}
