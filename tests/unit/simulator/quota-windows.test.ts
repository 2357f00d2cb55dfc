import { describe, expect, it } from 'vitest';
import { QuotaWindows } from '../../../src-main/core/simulator/account/quota-windows.ts';

const HOUR_MS = 3_600_000;
const start = Date.UTC(2026, 10, 22, 12);
const opus = 'claude-opus-5-5';
const sonnet = 'claude-sonnet-5-5';

const reading = (windows: QuotaWindows, now: number, claim: string) =>
  windows.readings(now).find((candidate) => candidate.claim === claim)!;

describe('the limits of a simulated subscription', () => {
  it('count a window in requests by one and a window in tokens by the tokens', () => {
    const windows = new QuotaWindows(
      [
        { claim: 'five_hour', size: 10, unit: 'requests' },
        { claim: 'seven_day', size: 1_000, unit: 'tokens' },
      ],
      HOUR_MS,
      start,
    );
    windows.charge(start, opus, 250);
    expect(reading(windows, start, 'five_hour').utilization).toBe(0.1);
    expect(reading(windows, start, 'seven_day').utilization).toBe(0.25);
  });

  it('count a model family for that family alone', () => {
    const windows = new QuotaWindows(
      [
        { claim: 'five_hour', size: 10, unit: 'requests' },
        { claim: 'seven_day_opus', size: 10, unit: 'requests' },
      ],
      HOUR_MS,
      start,
    );
    windows.charge(start, sonnet, 1);
    expect(reading(windows, start, 'seven_day_opus').utilization).toBe(0);
    windows.charge(start, opus, 1);
    expect(reading(windows, start, 'seven_day_opus').utilization).toBe(0.1);
    expect(windows.readings(start, sonnet).map(({ claim }) => claim)).toEqual(['five_hour']);
  });

  it('warn from nine tenths of the five hours and three quarters of the week on, and reject when spent', () => {
    const windows = new QuotaWindows(
      [
        { claim: 'five_hour', size: 10, unit: 'requests', utilization: 0.89 },
        { claim: 'seven_day', size: 10, unit: 'requests', utilization: 0.75 },
      ],
      HOUR_MS,
      start,
    );
    expect(reading(windows, start, 'five_hour').status).toBe('allowed');
    expect(reading(windows, start, 'seven_day')).toMatchObject({
      status: 'allowed_warning',
      surpassedThreshold: 0.75,
    });
    windows.set(start, 'five_hour', 1.2);
    expect(reading(windows, start, 'five_hour')).toMatchObject({ status: 'rejected', utilization: 1 });
  });

  it('start anew at their reset, and on the same grid after a long sleep', () => {
    const windows = new QuotaWindows(
      [{ claim: 'five_hour', size: 4, unit: 'requests', utilization: 1, resetsInHours: 2 }],
      HOUR_MS,
      start,
    );
    expect(reading(windows, start + 2 * HOUR_MS - 1, 'five_hour').utilization).toBe(1);
    expect(reading(windows, start + 2 * HOUR_MS, 'five_hour')).toMatchObject({
      utilization: 0,
      resetsAt: start + 7 * HOUR_MS,
    });
    expect(reading(windows, start + 23 * HOUR_MS, 'five_hour').resetsAt).toBe(start + 27 * HOUR_MS);
  });

  it('are as long as the simulated hour says', () => {
    const windows = new QuotaWindows([{ claim: 'five_hour', size: 4, unit: 'requests' }], 1_000, start);
    expect(reading(windows, start, 'five_hour').resetsAt).toBe(start + 5_000);
  });

  it('refuse to set a limit that the account does not have', () => {
    const windows = new QuotaWindows([], HOUR_MS, start);
    expect(() => windows.set(start, 'seven_day_opus', 1)).toThrow('no limit named seven_day_opus');
  });
});
