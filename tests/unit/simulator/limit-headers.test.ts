import { describe, expect, it } from 'vitest';
import { rateHeaders, unifiedHeaders } from '../../../src-main/core/simulator/account/limit-headers.ts';
import { quotaReading } from '../../../src-main/core/simulator/account/quota-windows.ts';

const fiveHourReset = 1_775_696_400_000;
const weekReset = 1_776_000_000_000;
const noOverage = { status: 'rejected', disabledReason: 'org_level_disabled' } as const;

describe('the unified rate limit headers', () => {
  it('are those of a captured answer with 19 % and 51 % used', () => {
    const headers = unifiedHeaders(
      [quotaReading('five_hour', 0.19, fiveHourReset), quotaReading('seven_day', 0.51, weekReset)],
      noOverage,
    );
    expect(Object.fromEntries(headers)).toEqual({
      'anthropic-ratelimit-unified-status': 'allowed',
      'anthropic-ratelimit-unified-5h-status': 'allowed',
      'anthropic-ratelimit-unified-5h-reset': '1775696400',
      'anthropic-ratelimit-unified-5h-utilization': '0.19',
      'anthropic-ratelimit-unified-7d-status': 'allowed',
      'anthropic-ratelimit-unified-7d-reset': '1776000000',
      'anthropic-ratelimit-unified-7d-utilization': '0.51',
      'anthropic-ratelimit-unified-representative-claim': 'seven_day',
      'anthropic-ratelimit-unified-fallback-percentage': '0.5',
      'anthropic-ratelimit-unified-reset': '1776000000',
      'anthropic-ratelimit-unified-overage-status': 'rejected',
      'anthropic-ratelimit-unified-overage-disabled-reason': 'org_level_disabled',
    });
  });

  it('name the spent limit that opens last when two are spent', () => {
    const headers = Object.fromEntries(
      unifiedHeaders(
        [quotaReading('five_hour', 1, fiveHourReset), quotaReading('seven_day', 1, weekReset)],
        noOverage,
      ),
    );
    expect(headers['anthropic-ratelimit-unified-status']).toBe('rejected');
    expect(headers['anthropic-ratelimit-unified-representative-claim']).toBe('seven_day');
    expect(headers['anthropic-ratelimit-unified-reset']).toBe('1776000000');
  });

  it('never give a reset before the limit really opens', () => {
    const headers = Object.fromEntries(
      unifiedHeaders([quotaReading('five_hour', 1, fiveHourReset + 1)], noOverage),
    );
    expect(headers['anthropic-ratelimit-unified-reset']).toBe('1775696401');
  });

  it('say that extra usage is in use where it pays for a spent limit', () => {
    const headers = Object.fromEntries(
      unifiedHeaders([quotaReading('five_hour', 1, fiveHourReset)], { status: 'allowed' }),
    );
    expect(headers).toMatchObject({
      'anthropic-ratelimit-unified-status': 'allowed',
      'anthropic-ratelimit-unified-5h-status': 'rejected',
      'anthropic-ratelimit-unified-overage-status': 'allowed',
      'anthropic-ratelimit-unified-overage-in-use': 'true',
    });
  });
});

it('the headers of an API key give limit, rest and an RFC 3339 reset', () => {
  const headers = rateHeaders({
    requests: { limit: 50, remaining: 49 },
    tokens: { limit: 1000, remaining: 12 },
    resetsAt: fiveHourReset,
  });
  expect(Object.fromEntries(headers)).toEqual({
    'anthropic-ratelimit-requests-limit': '50',
    'anthropic-ratelimit-requests-remaining': '49',
    'anthropic-ratelimit-requests-reset': '2026-04-09T01:00:00.000Z',
    'anthropic-ratelimit-tokens-limit': '1000',
    'anthropic-ratelimit-tokens-remaining': '12',
    'anthropic-ratelimit-tokens-reset': '2026-04-09T01:00:00.000Z',
  });
});
