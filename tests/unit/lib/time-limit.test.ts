import { describe, expect, it } from 'vitest';
import { withinTimeLimit } from '../../../src-main/core/lib/time-limit.ts';
import { ManualClock } from '../../support/manual-clock.ts';

describe('a time limit', () => {
  it('passes an answer and a failure on and leaves no timer behind', async () => {
    const clock = new ManualClock();
    await expect(withinTimeLimit(Promise.resolve(7), 1_000, clock)).resolves.toEqual({
      timedOut: false,
      value: 7,
    });
    await expect(withinTimeLimit(Promise.reject(new Error('no')), 1_000, clock)).rejects.toThrow('no');
    expect(clock.pendingTimers).toBe(0);
  });

  it('answers at the limit when the work does not, and ignores its later failure', async () => {
    const clock = new ManualClock();
    const work = Promise.withResolvers<never>();
    const limited = withinTimeLimit(work.promise, 1_000, clock);
    clock.advance(1_000);
    await expect(limited).resolves.toEqual({ timedOut: true });
    work.reject(new Error('too late to matter'));
    await new Promise((resolve) => setImmediate(resolve)); // an unhandled rejection would fail the run here
  });
});
