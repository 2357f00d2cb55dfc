import { describe, expect, it } from 'vitest';
import { type BackoffPolicy, backoffDelayMs } from '../../../src-main/core/lib/backoff.ts';

const policy: BackoffPolicy = { baseMs: 1_000, factor: 2, maxMs: 60_000, jitter: 0.5 };

describe('the wait between tries', () => {
  it('doubles with every failure up to its ceiling', () => {
    const waits = [1, 2, 3, 4, 5, 6, 7, 8].map((failures) => backoffDelayMs(policy, failures, 0));
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
  });

  it('is shortened by at most the random share and never lengthened', () => {
    expect(backoffDelayMs(policy, 2, 0.5)).toBe(1_500);
    expect(backoffDelayMs(policy, 2, 0.999_999)).toBeCloseTo(1_000, 1);
    expect(backoffDelayMs({ ...policy, jitter: 0 }, 2, 0.9)).toBe(2_000);
  });

  it('stays at the ceiling after any number of failures', () => {
    expect(backoffDelayMs(policy, 5_000, 0)).toBe(60_000);
  });
});
