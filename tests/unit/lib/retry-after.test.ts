import { describe, expect, it } from 'vitest';
import { MAX_RETRY_AFTER_MS, parseRetryAfter } from '../../../src-main/core/lib/retry-after.ts';

const now = Date.UTC(2026, 10, 22, 12, 0, 0);

describe('Retry-After', () => {
  it.each([
    ['0', 0],
    ['3', 3_000],
    [' 60 ', 60_000],
    ['1.5', 1_500],
    ['999999999999', MAX_RETRY_AFTER_MS],
    ['9'.repeat(400), MAX_RETRY_AFTER_MS],
    ['Sun, 22 Nov 2026 12:00:30 GMT', 30_000],
    ['Sun, 22 Nov 2026 11:00:00 GMT', 0],
    ['Fri, 01 Jan 2100 00:00:00 GMT', MAX_RETRY_AFTER_MS],
  ])('reads %j as %d ms', (text, expected) => {
    expect(parseRetryAfter(text, now)).toBe(expected);
  });

  it.each([
    undefined,
    '',
    '-5',
    '1e3',
    'soon',
    '5s',
    '2026-11-22T12:00:30Z',
    'Sun, 99 Nov 2026 12:00:30 GMT',
  ])('does not understand %j', (text) => {
    expect(parseRetryAfter(text, now)).toBeNull();
  });
});
