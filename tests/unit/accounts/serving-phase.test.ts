import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { servingPhase } from '../../../src-main/core/accounts/serving-phase.ts';
import { readServingHours } from '../../../src-main/core/settings/serving-hours.ts';

const HOUR = 3_600_000;
const before = process.env.TZ;

// Berlin: the clocks go forward on 29 March 2026 at 02:00, and back on 25 October at 03:00.
beforeAll(() => {
  process.env.TZ = 'Europe/Berlin';
});
afterAll(() => {
  if (before === undefined) delete process.env.TZ;
  else process.env.TZ = before;
});

const at = (text: string) => Date.parse(text);
const phase = (hours: string, now: string) => {
  const { open, until } = servingPhase(readServingHours(hours)!, at(now));
  return [open, new Date(until).toISOString()];
};

describe('the hours of an account', () => {
  it.each<[string, string, boolean, string]>([
    ['09:00-18:00', '2026-11-22T08:59:59+01:00', false, '2026-11-22T08:00:00.000Z'],
    ['09:00-18:00', '2026-11-22T09:00:00+01:00', true, '2026-11-22T17:00:00.000Z'],
    ['09:00-18:00', '2026-11-22T17:59:59+01:00', true, '2026-11-22T17:00:00.000Z'],
    ['09:00-18:00', '2026-11-22T18:00:00+01:00', false, '2026-11-23T08:00:00.000Z'],
    ['22:00-06:00', '2026-11-22T23:00:00+01:00', true, '2026-11-23T05:00:00.000Z'],
    ['22:00-06:00', '2026-11-22T05:59:00+01:00', true, '2026-11-22T05:00:00.000Z'],
    ['22:00-06:00', '2026-11-22T06:00:00+01:00', false, '2026-11-22T21:00:00.000Z'],
    ['00:00-24:00', '2026-11-22T23:59:59+01:00', true, '2026-11-22T23:00:00.000Z'],
    ['18:00-24:00', '2026-11-22T12:00:00+01:00', false, '2026-11-22T17:00:00.000Z'],
  ])('%s at %s', (hours, now, open, until) => {
    expect(phase(hours, now)).toEqual([open, until]);
  });

  it('are wall-clock times, so that a day on which the clocks change makes them longer or shorter', () => {
    expect(phase('01:00-05:00', '2026-03-29T01:00:00+01:00')).toEqual([true, '2026-03-29T03:00:00.000Z']);
    expect(phase('01:00-05:00', '2026-10-25T01:00:00+02:00')).toEqual([true, '2026-10-25T04:00:00.000Z']);
  });

  it('begin an hour later where their begin is skipped', () => {
    expect(phase('02:30-08:00', '2026-03-29T01:59:00+01:00')).toEqual([false, '2026-03-29T01:30:00.000Z']);
  });

  it('end at the first of two equal times, and do not begin a second time', () => {
    expect(phase('22:00-02:30', '2026-10-25T02:29:00+02:00')).toEqual([true, '2026-10-25T00:30:00.000Z']);
    expect(phase('22:00-02:30', '2026-10-25T02:29:00+01:00')).toEqual([false, '2026-10-25T21:00:00.000Z']);
    expect(phase('02:30-05:00', '2026-10-25T02:10:00+01:00')).toEqual([true, '2026-10-25T04:00:00.000Z']);
  });

  it('turn exactly when they said, over a whole year, and are never closed longer than a day', () => {
    for (const hours of ['09:00-18:00', '22:00-06:00', '02:30-03:00', '00:00-24:00']) {
      let now = at('2026-01-01T00:00:00+01:00');
      const end = at('2027-01-01T00:00:00+01:00');
      for (let steps = 0; now < end; steps++) {
        const { open, until } = servingPhase(readServingHours(hours)!, now);
        expect(until).toBeGreaterThan(now);
        expect(until - now).toBeLessThanOrEqual(25 * HOUR);
        const last = servingPhase(readServingHours(hours)!, until - 1);
        expect(last).toEqual({ open, until });
        expect(steps).toBeLessThan(800);
        now = until;
      }
    }
  });
});
