import { describe, expect, it } from 'vitest';
import { detectWake } from '../../../src-main/core/lib/wake-detector.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const HOUR_MS = 3_600_000;

describe('the wake detector', () => {
  it('hears of a sleep and of a clock that was set, and of nothing else', () => {
    const clock = new ManualClock();
    const jumps: number[] = [];
    detectWake(clock, (jumpMs) => jumps.push(jumpMs));
    clock.advance(10 * HOUR_MS);
    expect(jumps).toEqual([]);
    clock.jumpWallClock(12 * HOUR_MS);
    clock.advance(60_000);
    clock.jumpWallClock(-2 * HOUR_MS);
    clock.advance(60_000);
    expect(jumps).toEqual([12 * HOUR_MS, -2 * HOUR_MS]);
  });

  it('lets a busy event loop pass: a late tick is no sleep', () => {
    const clock = new ManualClock();
    const jumps: number[] = [];
    detectWake(clock, (jumpMs) => jumps.push(jumpMs));
    clock.jumpWallClock(20_000);
    clock.advance(60_000);
    expect(jumps).toEqual([]);
  });

  it('is silent once closed, and holds no timer', async () => {
    const clock = new ManualClock();
    const watch = detectWake(clock, () => expect.unreachable());
    await watch.close();
    clock.jumpWallClock(HOUR_MS);
    clock.advance(60_000);
    expect(clock.pendingTimers).toBe(0);
  });
});
