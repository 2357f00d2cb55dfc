/**
 * The only door to time. Core code never calls `Date.now` or `setTimeout` itself, so that tests can turn
 * the clock by hand and a machine that slept can be told from one that was busy.
 */
export interface Clock {
  /** Wall-clock time in milliseconds since the Unix epoch; jumps when the user or NTP sets it. */
  now(): number;
  /** Milliseconds from an arbitrary start that only move forward. */
  monotonic(): number;
  /** Calls `fn` once after `delayMs` milliseconds unless the returned handle is disposed first. Never keeps the process alive. */
  after(delayMs: number, fn: () => void): Disposable;
}

/** Longest delay a Node timer takes (2^31 − 1 ms); a longer one would fire at once. */
const MAX_TIMER_MS = 2_147_483_647;

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(delayMs, fn) {
    const timer = setTimeout(fn, Math.min(Math.max(0, delayMs), MAX_TIMER_MS));
    timer.unref();
    return { [Symbol.dispose]: () => clearTimeout(timer) };
  },
};

/** Resolves after `delayMs` milliseconds of `clock`, or rejects with the signal's reason when it is aborted first. */
export function sleep(clock: Clock, delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const onAbort = () => {
      timer[Symbol.dispose]();
      reject(signal?.reason);
    };
    const timer = clock.after(delayMs, () => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    });
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
