/**
 * One shared beat for streams that come in faster than it is worth writing. A write to a socket costs a system
 * call, and an upstream that empties its buffer sends hundreds of events within a few milliseconds. The first piece
 * after a pause is always written at once; what follows within two milliseconds waits for the next beat, together with
 * everything that arrives until then. There is one timer for all streams, and none while nothing waits.
 */
import type { Clock } from '../lib/clock.ts';

/** Shortest time between two writes of one stream, in ms. */
export const WRITE_GAP_MS = 2;

export class WriteBatcher {
  readonly #clock: Clock;
  #waiting: (() => void)[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Milliseconds by the clock that gaps are measured with. */
  now(): number {
    return this.#clock.monotonic();
  }

  /** Calls `write` once, at the next beat. */
  nextBeat(write: () => void): void {
    this.#waiting.push(write);
    if (this.#waiting.length === 1) this.#clock.after(WRITE_GAP_MS, this.#beat);
  }

  readonly #beat = (): void => {
    const writes = this.#waiting;
    this.#waiting = [];
    for (const write of writes) write();
  };
}
