import { statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SteadyTime } from '../../../src-main/core/usage/history-upkeep.ts';
import { type HistoryRig, openHistoryRig } from '../../support/history-rig.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { requestFacts } from '../../support/request-facts.ts';
import { ScratchFolder } from '../../support/scratch-folder.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Records one request in each hour of the `days` days before now. */
function recordHours(rig: HistoryRig, days: number): number {
  const now = rig.clock.now();
  const hours = days * 24;
  for (let hour = hours; hour > 0; hour -= 1) {
    rig.record(requestFacts(`h-${hour}`, { startedAt: now - hour * HOUR_MS + 1_000 }));
  }
  return hours;
}

/** Lets the clock run for more than an hour, which is when age begins to count. */
async function live(rig: HistoryRig): Promise<void> {
  await rig.history.flush();
  await rig.clock.advanceAsync(65 * 60_000, 60_000);
  await rig.clock.advanceAsync(20_000, 250);
}

function fileBytes(rig: HistoryRig): number {
  return ['', '-wal', '-shm'].reduce(
    (sum, suffix) => sum + (statSync(rig.path + suffix, { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}

describe('old entries of the history', () => {
  it('go after their days, and the sums of their days stay exact', async () => {
    using folder = new ScratchFolder();
    await using rig = openHistoryRig(folder.path, { settings: { keepRequestsDays: 3 } });
    const hours = recordHours(rig, 20);
    await live(rig);
    const single = (await rig.history.ask((reader) => reader.recent(10_000)))!;
    expect(single.length).toBeGreaterThan(3 * 24 - 3);
    expect(single.length).toBeLessThan(4 * 24 + 1);
    expect((await rig.report())[0]!.sums).toMatchObject({ requests: hours, input_tokens: 10 * hours });
    const byDay = await rig.report({ by: ['day'] });
    expect(byDay.reduce((sum, row) => sum + row.sums.requests, 0)).toBe(hours);
  });

  it('go by the hour after a quarter of a year and by the day after their own time, told by the day in between', async () => {
    using folder = new ScratchFolder();
    await using rig = openHistoryRig(folder.path, { settings: { keepRequestsDays: 2, keepDaysDays: 120 } });
    recordHours(rig, 130);
    await live(rig);
    const rows = await rig.report({ by: ['day'] });
    expect(rows.length).toBeGreaterThanOrEqual(120);
    expect(rows.length).toBeLessThanOrEqual(122);
    for (const { sums } of rows.slice(1, -2)) expect(sums.requests).toBe(24);
    const hours = await rig.report({ by: ['hour'], since: rig.clock.now() - 92 * DAY_MS });
    expect(hours.length).toBeGreaterThan(91 * 24);
  });

  it('stay when the clock is set forward for a moment', async () => {
    using folder = new ScratchFolder();
    await using rig = openHistoryRig(folder.path, { settings: { keepRequestsDays: 3, keepDaysDays: 30 } });
    const hours = recordHours(rig, 2);
    await live(rig);
    rig.clock.jumpWallClock(3_650 * DAY_MS);
    rig.record(requestFacts('from the future', { startedAt: rig.clock.now() }));
    await rig.clock.advanceAsync(10 * 60_000, 60_000);
    rig.clock.jumpWallClock(-3_650 * DAY_MS);
    await live(rig);
    expect((await rig.report())[0]!.sums.requests).toBe(hours + 1);
    expect((await rig.report({ until: rig.clock.now() }))[0]!.sums.requests).toBe(hours);
  });
});

describe('the size of the history', () => {
  it('never exceeds its limit, at the cost of the oldest requests, and no sum is lost', async () => {
    using folder = new ScratchFolder();
    const maxBytes = 8 * 1024 * 1024;
    await using rig = openHistoryRig(folder.path, { settings: { maxBytes } });
    let largest = 0;
    for (let round = 0; round < 40; round += 1) {
      for (let n = 0; n < 250; n += 1)
        rig.record(requestFacts(`r-${round}-${n}`, { route: 'x'.repeat(1_500) }));
      await rig.history.flush();
      largest = Math.max(largest, fileBytes(rig));
    }
    expect(largest).toBeLessThanOrEqual(maxBytes);
    expect(rig.history.counts).toEqual({ waiting: 0, written: 10_000, dropped: 0 });
    const kept = (await rig.history.ask((reader) => reader.recent(20_000)))!;
    expect(kept.length).toBeLessThan(8_000);
    expect(kept[0]!.id).toBe('r-39-249');
    expect((await rig.report())[0]!.sums.requests).toBe(10_000);
    expect(rig.told()).toEqual([]);
  });

  it('shrinks in small steps after the limit was lowered', async () => {
    using folder = new ScratchFolder();
    await using rig = openHistoryRig(folder.path, { settings: { maxBytes: 64 * 1024 * 1024 } });
    for (let n = 0; n < 4_000; n += 1) rig.record(requestFacts(`r-${n}`, { route: 'x'.repeat(2_000) }));
    await rig.history.flush();
    expect(fileBytes(rig)).toBeGreaterThan(8 * 1024 * 1024);
    rig.settings = { ...rig.settings, maxBytes: 8 * 1024 * 1024 };
    await rig.clock.advanceAsync(60_000, 10_000);
    await rig.clock.advanceAsync(40_000, 250);
    expect(fileBytes(rig)).toBeLessThanOrEqual(8 * 1024 * 1024);
    expect((await rig.report())[0]!.sums.requests).toBe(4_000);
  });
});

describe('the time by which entries grow old', () => {
  it('counts only after an hour in which the clock ran evenly', () => {
    const clock = new ManualClock();
    const time = new SteadyTime(clock);
    expect(time.now()).toBeNull();
    clock.advance(HOUR_MS);
    expect(time.now()).toBe(clock.now());
    clock.jumpWallClock(DAY_MS);
    expect(time.now()).toBeNull();
    clock.advance(HOUR_MS - 1);
    expect(time.now()).toBeNull();
    clock.advance(1);
    expect(time.now()).toBe(clock.now());
  });
});
