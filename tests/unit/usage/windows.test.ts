import { describe, expect, it } from 'vitest';
import { ownShare } from '../../../src-main/core/usage/own-share.ts';
import { fullAt } from '../../../src-main/core/usage/window-forecast.ts';
import { type WindowReading, WindowReadings } from '../../../src-main/core/usage/window-readings.ts';
import { countsTowards, windowSpan } from '../../../src-main/core/usage/window-span.ts';
import type { QuotaWindow } from '../../../src-shared/model/quota-window.ts';
import { accountNamed } from '../../support/history-rig.ts';
import { requestFacts, tokenUsage } from '../../support/request-facts.ts';

const HOUR_MS = 3_600_000;
const NOW = Date.UTC(2026, 10, 22, 12);

function fiveHours(
  utilization: number | null,
  elapsedHours: number,
  more: Partial<QuotaWindow> = {},
): QuotaWindow {
  return {
    name: '5h',
    utilization,
    resetsAt: NOW + (5 - elapsedHours) * HOUR_MS,
    status: null,
    source: 'response-headers',
    readAt: NOW,
    ...more,
  };
}

describe('the name of a window', () => {
  it.each([
    ['5h', { lengthMs: 5 * HOUR_MS, family: null }],
    ['7d', { lengthMs: 168 * HOUR_MS, family: null }],
    ['7d_opus', { lengthMs: 168 * HOUR_MS, family: 'opus' }],
    ['7d_oi', null],
    ['overage', null],
    ['input-tokens', null],
  ])('%s tells its length and whose requests count', (name, span) => {
    expect(windowSpan(name)).toEqual(span);
  });

  it('leaves out the requests of other families', () => {
    const opus = windowSpan('7d_opus')!;
    expect([countsTowards(opus, 'claude-opus-5-5'), countsTowards(opus, 'claude-haiku-5-5')]).toEqual([
      true,
      false,
    ]);
    expect(countsTowards(windowSpan('7d')!, 'anything')).toBe(true);
  });
});

describe('the forecast of a window', () => {
  it('goes on at the pace since the window began', () => {
    expect(fullAt(fiveHours(0.5, 2), NOW)).toBe(NOW + 2 * HOUR_MS);
    expect(fullAt(fiveHours(0.8, 2), NOW)).toBe(NOW + 0.5 * HOUR_MS);
  });

  it('says nothing where the window lasts until its reset', () => {
    expect(fullAt(fiveHours(0.4, 2), NOW)).toBeNull();
    expect(fullAt(fiveHours(0, 4), NOW)).toBeNull();
  });

  it('says nothing where too little is known: no use, no reset, a first minute, a length that no name tells', () => {
    expect(fullAt(fiveHours(null, 2), NOW)).toBeNull();
    expect(fullAt(fiveHours(0.5, 2, { resetsAt: null }), NOW)).toBeNull();
    expect(fullAt(fiveHours(0.3, 1 / 60), NOW)).toBeNull();
    expect(fullAt(fiveHours(0.9, 2, { name: 'requests' }), NOW)).toBeNull();
  });

  it('is over with the reset, and tells a full window by its reading', () => {
    expect(fullAt(fiveHours(0.9, 5), NOW + 1)).toBeNull();
    expect(fullAt(fiveHours(1, 3), NOW)).toBe(NOW);
  });

  it('is counted from the reading, not from the present', () => {
    const read = fiveHours(0.5, 2);
    expect(fullAt(read, NOW + HOUR_MS)).toBe(fullAt(read, NOW));
  });
});

/** Readings of one window: pairs of utilization and units of our own. */
function readings(...points: readonly (readonly [number, number, resetsAt?: number])[]): WindowReading[] {
  return points.map(([utilization, ownUnits, resetsAt = NOW + HOUR_MS], index) => ({
    accountId: 'work',
    window: '5h',
    readAt: NOW + index,
    utilization,
    resetsAt,
    ownUnits,
  }));
}

describe('our own share of a window', () => {
  const before: [number, number, number] = [0.7, 100, NOW - HOUR_MS];

  it('is all of it where every rise has the same price', () => {
    expect(ownShare(readings(before, [0.1, 110], [0.2, 120], [0.3, 130], [0.4, 140]))).toBe(1);
  });

  it('is less where the window rose without us', () => {
    const share = ownShare(readings(before, [0.1, 110], [0.2, 120], [0.3, 130], [0.75, 131], [0.8, 136]));
    expect(share).toBeGreaterThan(0.35);
    expect(share).toBeLessThan(0.55);
  });

  it('is nothing where we sent nothing while it rose', () => {
    expect(ownShare(readings(before, [0.1, 100], [0.2, 100], [0.3, 100], [0.4, 100]))).toBe(0);
  });

  it('cannot be told by a handful of readings, or where nothing was used', () => {
    expect(ownShare([])).toBeNull();
    expect(ownShare(readings([0.1, 10]))).toBeNull();
    expect(ownShare(readings(before, [0.1, 110], [0.2, 120]))).toBeNull();
    expect(ownShare(readings(before, [0, 110]))).toBeNull();
  });
});

describe('readings of windows', () => {
  const account = (utilization: number, resetsAt = NOW + HOUR_MS) =>
    accountNamed('work', 'Work', {
      windows: [
        fiveHours(utilization, 4, { resetsAt }),
        fiveHours(utilization, 4, { resetsAt, name: '7d_haiku' }),
        fiveHours(utilization, 4, { name: 'overage' }),
      ],
    });

  it('are noted when a window has changed, with the units of the models that count towards it', () => {
    const readings = new WindowReadings();
    readings.count(requestFacts('r', { usage: tokenUsage({ inputTokens: 10 }) }));
    const first = readings.changes([account(0.1)]);
    expect(first.map(({ window, ownUnits }) => [window, ownUnits])).toEqual([
      ['5h', 20],
      ['7d_haiku', 0],
    ]);
    readings.noted(first);
    expect(readings.changes([account(0.103)])).toEqual([]);
    expect(readings.changes([account(0.103, NOW + HOUR_MS + 30_000)])).toEqual([]);
    expect(readings.changes([account(0.11)])).toHaveLength(2);
    expect(readings.changes([account(0.1, NOW + 6 * HOUR_MS)])).toHaveLength(2);
  });

  it('go on with the units of the last run, so that the total never falls', () => {
    const first = new WindowReadings();
    first.count(requestFacts('r', { usage: tokenUsage({ inputTokens: 10 }) }));
    const last = first.changes([account(0.1)]);
    const second = new WindowReadings();
    second.continueFrom(last);
    second.count(requestFacts('s', { usage: tokenUsage({ inputTokens: 1 }) }));
    expect(second.changes([account(0.2)])[0]!.ownUnits).toBe(22);
  });
});
