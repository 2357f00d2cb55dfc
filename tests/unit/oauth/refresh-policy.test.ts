import { describe, expect, test } from 'vitest';
import {
  afterFailure,
  NO_TROUBLE,
  refreshDueAt,
  tokenAge,
  waitBeforeTryMs,
  withoutPause,
} from '../../../src-main/core/oauth/refresh-policy.ts';
import { HOUR_MS, MINUTE_MS, tokenSet } from '../../support/oauth-fixtures.ts';

const NOW = Date.UTC(2026, 10, 22, 12);

describe('the age of a token', () => {
  const record = tokenSet(NOW, { expiresAt: NOW + HOUR_MS });

  test.each([
    ['an hour before its end', HOUR_MS, 'fresh'],
    ['just outside the margin', 5 * MINUTE_MS + 1, 'fresh'],
    ['at the margin', 5 * MINUTE_MS, 'due'],
    ['a millisecond before its end', 1, 'due'],
    ['at its end', 0, 'expired'],
    ['long after', -HOUR_MS, 'expired'],
  ])('%s', (_name, leftMs, age) => {
    expect(tokenAge(record, NOW + HOUR_MS - leftMs)).toBe(age);
  });

  test('without a stated end it stays fresh', () => {
    expect(tokenAge(tokenSet(NOW, { expiresAt: null }), NOW + 1000 * HOUR_MS)).toBe('fresh');
  });

  test('without a refresh token it is never due, but it does expire', () => {
    const setup = tokenSet(NOW, { refreshToken: null });
    expect(tokenAge(setup, NOW + HOUR_MS - 1)).toBe('fresh');
    expect(tokenAge(setup, NOW + HOUR_MS)).toBe('expired');
  });
});

describe('a provider whose tokens live shorter than the margin', () => {
  test('is asked at once after a sign-in', () => {
    const first = tokenSet(NOW, { signedInAt: NOW, rotatedAt: NOW, expiresAt: NOW + 2 * MINUTE_MS });
    expect(refreshDueAt(first)).toBeLessThan(NOW);
  });

  test('is asked at half the life from then on', () => {
    const rotated = tokenSet(NOW, { rotatedAt: NOW, expiresAt: NOW + 4 * MINUTE_MS });
    expect(refreshDueAt(rotated)).toBe(NOW + 2 * MINUTE_MS);
  });

  test('is not asked more than twice a minute without traffic', () => {
    const rotated = tokenSet(NOW, { rotatedAt: NOW, expiresAt: NOW + 2_000 });
    expect(refreshDueAt(rotated)).toBe(NOW + 30_000);
  });
});

describe('a token endpoint in trouble', () => {
  /** Fails at every moment that the policy allows for `urgency`, and says when that was, in ms. */
  function tries(urgency: 'routine' | 'by-hand', untilMs: number, fraction: number): number[] {
    const at: number[] = [];
    let trouble = NO_TROUBLE;
    for (let now = 0; now <= untilMs; now += Math.max(1, waitBeforeTryMs(trouble, now, urgency))) {
      if (waitBeforeTryMs(trouble, now, urgency) > 0) continue;
      at.push(now);
      trouble = afterFailure(trouble, now, fraction, null);
    }
    return at;
  }

  test.each([0, 0.5, 0.999])(
    'is tried again within 5 s, then within 30 s, then rarely (jitter %d)',
    (fraction) => {
      const [first = -1, second = -1, third = -1, fourth = -1] = tries('routine', 10 * MINUTE_MS, fraction);
      expect(first).toBe(0);
      expect(second - first).toBeGreaterThan(2_000);
      expect(second - first).toBeLessThan(5_000);
      expect(third - second).toBeGreaterThan(10_000);
      expect(third - second).toBeLessThan(30_000);
      expect(fourth - third).toBeGreaterThan(60_000);
    },
  );

  test('is asked at least every hour', () => {
    let trouble = NO_TROUBLE;
    for (let i = 0; i < 20; i++) trouble = afterFailure(trouble, 0, 0, null);
    expect(waitBeforeTryMs(trouble, 0, 'routine')).toBe(HOUR_MS);
  });

  test.each([0, 0.999])(
    'gets at most 6 requests in the first minute, even from an impatient person (jitter %d)',
    (fraction) => {
      expect(tries('by-hand', MINUTE_MS - 1, fraction)).toHaveLength(6);
      expect(tries('routine', MINUTE_MS - 1, fraction).length).toBeLessThanOrEqual(6);
    },
  );

  test('is not asked before the time that it named, whoever asks', () => {
    const trouble = afterFailure(NO_TROUBLE, 1_000, 0, 90_000);
    expect(waitBeforeTryMs(trouble, 1_000, 'by-hand')).toBe(90_000);
    expect(waitBeforeTryMs(trouble, 1_000, 'routine')).toBe(90_000);
    expect(waitBeforeTryMs(trouble, 91_000, 'by-hand')).toBe(0);
  });

  test('is tried at the short pauses again after a wake, but not more often a minute', () => {
    let trouble = NO_TROUBLE;
    for (let now = 0; now < 6; now++) trouble = afterFailure(trouble, now, 0, null);
    expect(waitBeforeTryMs(withoutPause(trouble), 10, 'routine')).toBe(MINUTE_MS - 10);
    const later = afterFailure(withoutPause(trouble), HOUR_MS, 0, null);
    expect(waitBeforeTryMs(later, HOUR_MS, 'routine')).toBeLessThan(5_000);
  });

  test('cannot lock an account out for more than a day', () => {
    expect(waitBeforeTryMs(afterFailure(NO_TROUBLE, 0, 0, 1e12), 0, 'by-hand')).toBe(24 * HOUR_MS);
  });
});
