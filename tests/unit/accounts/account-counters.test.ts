import { describe, expect, it } from 'vitest';
import { AccountCounters, LocalDay } from '../../../src-main/core/accounts/account-counters.ts';

const start = Date.UTC(2026, 10, 22, 12);
const HOUR = 3_600_000;
const ok = { kind: 'succeeded', status: 200, windows: [] } as const;

describe('requests in the last five hours', () => {
  it('are forgotten as time goes on', () => {
    const counters = new AccountCounters(null);
    counters.count(ok, start, 0);
    counters.count(ok, start + 2 * HOUR, 0);
    expect(counters.requestsLastFiveHours(start + 2 * HOUR)).toBe(2);
    expect(counters.requestsLastFiveHours(start + 5 * HOUR)).toBe(1);
    expect(counters.requestsLastFiveHours(start + 7 * HOUR)).toBe(0);
  });

  it('are kept over a restart', () => {
    const counters = new AccountCounters(null);
    counters.count(ok, start, 0);
    const restored = new AccountCounters(counters.save());
    expect(restored.requestsLastFiveHours(start + HOUR)).toBe(1);
    expect(restored.save()).toEqual({ ...counters.save(), ...restored.save() });
  });

  it('begin anew when the clock is set back', () => {
    const counters = new AccountCounters(null);
    counters.count(ok, start, 0);
    expect(counters.requestsLastFiveHours(start - 100 * HOUR)).toBe(0);
    counters.count(ok, start - 100 * HOUR, 0);
    expect(counters.requestsLastFiveHours(start - 100 * HOUR)).toBe(1);
  });
});

describe('the local day', () => {
  it('begins at local midnight, whatever was asked before', () => {
    const day = new LocalDay();
    const midnight = (at: number) => new Date(at).setHours(0, 0, 0, 0);
    for (const at of [start, start + 30 * HOUR, start - 400 * 24 * HOUR, start]) {
      expect(day.startOf(at)).toBe(midnight(at));
    }
    expect(day.startOf(midnight(start))).toBe(midnight(start));
    expect(day.startOf(midnight(start) - 1)).toBe(midnight(start - 24 * HOUR));
  });
});
