/**
 * Notices that the machine slept, or that somebody set the clock: between two ticks the wall clock moved by
 * clearly more, or less, than the tick. A shell that hears of it from the operating system may say so earlier.
 */
import type { Clock } from './clock.ts';
import type { Closer } from './closer.ts';

/** Time between two looks at the clock, in ms. */
const TICK_MS = 15_000;
/** A tick that is off by this much was no busy event loop, in ms. */
const JUMP_MS = 30_000;

/** Calls `onWake` with the size of the jump in ms (negative: the clock was set back) until it is closed. */
export function detectWake(clock: Clock, onWake: (jumpMs: number) => void): Closer {
  let last = clock.now();
  let timer = clock.after(TICK_MS, tick);

  function tick(): void {
    const now = clock.now();
    const jumpMs = now - last - TICK_MS;
    last = now;
    timer = clock.after(TICK_MS, tick);
    if (Math.abs(jumpMs) > JUMP_MS) onWake(jumpMs);
  }

  return {
    async close() {
      timer[Symbol.dispose]();
    },
  };
}
