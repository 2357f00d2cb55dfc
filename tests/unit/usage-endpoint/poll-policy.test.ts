import { describe, expect, it } from 'vitest';
import {
  afterFailureMs,
  afterReadingMs,
  IN_USE_MS,
  POLL_INTERVAL_MS,
  type PollFacts,
  wantsReading,
} from '../../../src-main/core/usage-endpoint/poll-policy.ts';

const now = Date.UTC(2026, 10, 22, 12);
const idle: PollFacts = { readAt: now - POLL_INTERVAL_MS, lastUseAt: now - 60_000, mayServe: true };

describe('asking about an idle account', () => {
  it.each<[string, Partial<PollFacts>, boolean]>([
    ['is worth it when its reading is old and others work', {}, true],
    ['is not while the reading is fresh', { readAt: now - POLL_INTERVAL_MS + 1 }, false],
    ['is not while nobody works', { lastUseAt: now - IN_USE_MS }, false],
    ['is not where nobody ever worked', { lastUseAt: null }, false],
    ['is once where nothing is known', { readAt: null, lastUseAt: null }, true],
    ['is not for an account that may not serve', { readAt: null, mayServe: false }, false],
    ['is when the clock was set back', { readAt: now + 5 * POLL_INTERVAL_MS }, true],
  ])('%s', (_name, facts, expected) => {
    expect(wantsReading({ ...idle, ...facts }, now)).toBe(expected);
  });

  it('waits half an hour and a little by chance', () => {
    expect([afterReadingMs(0), afterReadingMs(1)].map((ms) => ms / 60_000)).toEqual([30, 39]);
  });

  it('waits twice as long after each failure, at most six hours, and as long as it was told to', () => {
    const waits = [1, 2, 3, 4, 5, 60].map((failures) => afterFailureMs(failures, null, 0) / 60_000);
    expect(waits).toEqual([30, 60, 120, 240, 360, 360]);
    expect(afterFailureMs(1, 7 * 3_600_000, 0)).toBe(7 * 3_600_000);
    expect(afterFailureMs(1, 1_000, 0.5)).toBe(0.9 * POLL_INTERVAL_MS);
  });
});
