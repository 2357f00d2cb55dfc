import type { Clock } from './clock.ts';

/**
 * The outcome of `work`, or `timed-out` after `limitMs` milliseconds. The work itself cannot be stopped from
 * here; what it does after the limit, failing included, is ignored.
 */
export function withinTimeLimit<T>(
  work: Promise<T>,
  limitMs: number,
  clock: Pick<Clock, 'after'>,
): Promise<{ readonly timedOut: false; readonly value: T } | { readonly timedOut: true }> {
  return new Promise((resolve, reject) => {
    const timer = clock.after(limitMs, () => resolve({ timedOut: true }));
    work.then((value) => resolve({ timedOut: false, value }), reject).finally(() => timer[Symbol.dispose]());
  });
}
