import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseReset, readQuotaWindows } from '../../../src-main/core/providers/quota-headers.ts';
import { headersFrom } from '../../support/header-record.ts';

const { now, answers } = JSON.parse(
  readFileSync(new URL('../../vectors/headers/answers.json', import.meta.url), 'utf8'),
) as { now: number; answers: { name: string; headers: Record<string, string> }[] };
const headersOf = (name: string) => answers.find((answer) => answer.name === name)!.headers;
const UNIFIED = 'anthropic-ratelimit-unified-';

describe('quota windows in headers', () => {
  it('reads the windows of a subscription', () => {
    expect(readQuotaWindows(headersFrom(headersOf('subscription-allowed')), now)).toEqual([
      {
        name: '5h',
        utilization: 0.19,
        resetsAt: 1775696400000,
        status: 'allowed',
        source: 'response-headers',
        readAt: now,
      },
      {
        name: '7d',
        utilization: 0.51,
        resetsAt: 1775955600000,
        status: 'allowed',
        source: 'response-headers',
        readAt: now,
      },
      {
        name: 'overage',
        utilization: null,
        resetsAt: null,
        status: 'rejected',
        source: 'response-headers',
        readAt: now,
      },
    ]);
  });

  it('reads the windows of an API key as shares', () => {
    expect(readQuotaWindows(headersFrom(headersOf('api-key-allowed')), now)).toMatchObject([
      { name: 'requests', utilization: 0.25, resetsAt: 1775696400000, status: null },
      { name: 'input-tokens', utilization: 0, resetsAt: 1775696400000, status: null },
    ]);
  });

  it('keeps windows that nobody has heard of', () => {
    const windows = readQuotaWindows(headersFrom({ [`${UNIFIED}30d_fable-utilization`]: '0.3' }), now);
    expect(windows).toMatchObject([{ name: '30d_fable', utilization: 0.3, resetsAt: null, status: null }]);
  });

  it('knows the headers that are about the whole answer from windows', () => {
    const headers = {
      [`${UNIFIED}status`]: 'allowed',
      [`${UNIFIED}reset`]: '1775696400',
      [`${UNIFIED}representative-claim`]: 'five_hour',
      [`${UNIFIED}fallback`]: 'available',
      [`${UNIFIED}fallback-percentage`]: '0.5',
      [`${UNIFIED}upgrade-paths`]: 'overage',
      'anthropic-ratelimit-': 'x',
      'anthropic-ratelimit-reset': 'x',
    };
    expect(readQuotaWindows(headersFrom(headers), now)).toEqual([]);
  });

  it.each([
    ['1.7', 1],
    ['-0.2', null],
    ['NaN', null],
    ['', null],
    ['1e3', null],
    ['0', 0],
  ])('reads the utilization %j as %s', (text, expected) => {
    expect(readQuotaWindows(headersFrom({ [`${UNIFIED}5h-utilization`]: text }), now)[0]?.utilization).toBe(
      expected,
    );
  });

  it.each([
    ['0', '0', null],
    ['100', '150', 0],
    ['100', '-1', null],
  ])('reads limit %s and remaining %s as %s', (limit, remaining, expected) => {
    const headers = {
      'anthropic-ratelimit-tokens-limit': limit,
      'anthropic-ratelimit-tokens-remaining': remaining,
    };
    expect(readQuotaWindows(headersFrom(headers), now)[0]?.utilization).toBe(expected);
  });

  it('shows no reset that lies years ahead', () => {
    expect(
      readQuotaWindows(headersFrom({ [`${UNIFIED}5h-reset`]: '4102444800' }), now)[0]?.resetsAt,
    ).toBeNull();
  });

  it('answers a head without such headers with one shared empty list', () => {
    const headers = { 'content-type': 'text/event-stream', date: 'x', 'request-id': 'r' };
    expect(readQuotaWindows(headersFrom(headers), now)).toBe(readQuotaWindows(headersFrom({}), now));
  });
});

describe('resets', () => {
  it.each([
    ['1775696400', 1775696400000],
    ['1775696400.25', 1775696400250],
    ['1775696400000', 1775696400000],
    ['2026-04-09T01:00:00Z', 1775696400000],
    ['2026-04-09T03:00:00.5+02:00', 1775696400500],
    ['99999999999', 99999999999000],
    [' 1775696400 ', 1775696400000],
  ])('reads %j', (text, expected) => {
    expect(parseReset(text, now)).toBe(expected);
  });

  it.each([
    undefined,
    '',
    '0',
    '-1775696400',
    '1775690000',
    '1e99',
    'tomorrow',
    '2026-04-09',
    '9'.repeat(40),
  ])('refuses %j', (text) => {
    expect(parseReset(text, now)).toBeNull();
  });
});
