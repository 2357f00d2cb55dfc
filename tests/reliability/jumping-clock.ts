import { type Clock, systemClock } from '../../src-main/core/lib/clock.ts';

/**
 * The machine's clock, `speed` times as fast, whose wall time a test can set. Timers and the monotonic clock do not
 * notice a jump, as on a machine that slept or whose time was set.
 */
export class JumpingClock implements Clock {
  readonly #speed: number;
  readonly #startedAt = systemClock.now();
  readonly #startedMonotonic = systemClock.monotonic();
  #offsetMs = 0;

  constructor(speed = 1) {
    this.#speed = speed;
  }

  now(): number {
    return Math.round(this.#startedAt + this.monotonic() + this.#offsetMs);
  }

  monotonic(): number {
    return (systemClock.monotonic() - this.#startedMonotonic) * this.#speed;
  }

  after(delayMs: number, fn: () => void): Disposable {
    return systemClock.after(delayMs / this.#speed, fn);
  }

  jump(ms: number): void {
    this.#offsetMs += ms;
  }
}
