import { expect, it } from 'vitest';
import { missesOf, playDay, SHORT_DAY } from '../support/fleet.ts';

it.each(['priority', 'round_robin'] as const)(
  'five accounts under %s lose no request that any of them could serve, and no session moves without need',
  async (strategy) => {
    const figures = await playDay(strategy, SHORT_DAY, 'a short day');
    expect(missesOf(figures, strategy)).toEqual([]);
    // The day was none on which everything would have gone well by itself.
    expect(figures.failovers).toBeGreaterThan(20);
    expect(figures.forecasts).toBeGreaterThan(20);
    expect(figures.served).toBeGreaterThan(1_000);
  },
);
