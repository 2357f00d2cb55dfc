import { describe, expect, it } from 'vitest';
import { Fleet, HOUR, member, now, resting, window } from './fleet.ts';

const four = (strategy: 'least_used' | 'soonest_reset') =>
  new Fleet([member('a'), member('b'), member('c'), member('d')], { strategy });

describe('least-used', () => {
  it('asks the lowest utilization first', () => {
    const fleet = four('least_used');
    fleet.quota.set('a', [window('5h', { utilization: 0.8, resetsAt: now + HOUR })]);
    fleet.quota.set('b', [window('5h', { utilization: 0.3, resetsAt: now + HOUR })]);
    fleet.quota.set('c', [window('5h', { utilization: 0.5, resetsAt: now + HOUR })]);
    fleet.quota.set('d', [window('5h', { utilization: 0.9, resetsAt: now + HOUR })]);
    expect(fleet.order()).toEqual(['b', 'c', 'a', 'd']);
    expect(fleet.begin().next(now)?.reason).toEqual({
      kind: 'least-used',
      utilization: 0.3,
      requestsLastFiveHours: 0,
    });
  });

  it('looks at the window that resets next', () => {
    const fleet = four('least_used');
    const windows = (fiveHour: number, week: number) => [
      window('7d', { utilization: week, resetsAt: now + 90 * HOUR }),
      window('5h', { utilization: fiveHour, resetsAt: now + HOUR }),
    ];
    fleet.quota.set('a', windows(0.6, 0.1));
    fleet.quota.set('b', windows(0.4, 0.2));
    fleet.quota.set('c', windows(0.5, 0.1));
    fleet.quota.set('d', windows(0.7, 0.1));
    expect(fleet.order()).toEqual(['b', 'c', 'a', 'd']);
  });

  it('looks past windows that are over, of one family, or paid for', () => {
    const fleet = four('least_used');
    fleet.quota.set('a', [
      window('5h', { utilization: 0.1, resetsAt: now }),
      window('7d_opus', { utilization: 0.1, resetsAt: now + 1 }),
      window('overage', { utilization: 0.1, resetsAt: now + 1 }),
      window('7d', { utilization: 0.7, resetsAt: now + HOUR }),
    ]);
    fleet.quota.set('b', [window('5h', { utilization: 0.6, resetsAt: now + HOUR })]);
    expect(fleet.order()).toEqual(['c', 'd', 'b', 'a']);
  });

  it('asks the fewest requests of the last five hours at a tie, then the user’s order', () => {
    const fleet = four('least_used');
    fleet.recent.set('a', 5);
    fleet.recent.set('b', 2);
    fleet.recent.set('c', 2);
    fleet.recent.set('d', 9);
    expect(fleet.order()).toEqual(['b', 'c', 'a', 'd']);
  });

  it('counts an account without a window as unused, so that it is asked at all', () => {
    const fleet = four('least_used');
    for (const id of ['a', 'b', 'c']) {
      fleet.quota.set(id, [window('5h', { utilization: 0.2, resetsAt: now + HOUR })]);
    }
    expect(fleet.order()[0]).toBe('d');
  });

  it('stays with the session before it looks at use', () => {
    const fleet = four('least_used');
    fleet.quota.set('a', [window('5h', { utilization: 0.9, resetsAt: now + HOUR })]);
    fleet.remember('s', 'a', now, 'm');
    expect(fleet.order('s', 'm')[0]).toBe('a');
  });
});

describe('soonest-reset', () => {
  const resets = (weekInHours: number | null, fiveHourInHours: number | null) => [
    ...(weekInHours === null ? [] : [window('7d', { resetsAt: now + weekInHours * HOUR })]),
    ...(fiveHourInHours === null ? [] : [window('5h', { resetsAt: now + fiveHourInHours * HOUR })]),
  ];

  it('asks whose week ends first', () => {
    const fleet = four('soonest_reset');
    fleet.quota.set('a', resets(90, 1));
    fleet.quota.set('b', resets(20, 4));
    fleet.quota.set('c', resets(50, 1));
    fleet.quota.set('d', resets(10, 5));
    expect(fleet.order()).toEqual(['d', 'b', 'c', 'a']);
    expect(fleet.begin().next(now)?.reason).toEqual({ kind: 'soonest-reset', resetsAt: now + 10 * HOUR });
  });

  it('takes weeks that end within one hour for equal, and asks the nearer five-hour reset', () => {
    const fleet = four('soonest_reset');
    fleet.quota.set('a', resets(10, 3));
    fleet.quota.set('b', resets(11, 1));
    fleet.quota.set('c', resets(11.01, 0.5));
    fleet.quota.set('d', resets(10.5, 2));
    expect(fleet.order()).toEqual(['b', 'd', 'a', 'c']);
  });

  it('asks unknown and past resets last, by the five-hour reset, then the user’s order', () => {
    const fleet = four('soonest_reset');
    fleet.quota.set('b', resets(-1, null));
    fleet.quota.set('c', resets(null, 2));
    fleet.quota.set('d', resets(100, null));
    expect(fleet.order()).toEqual(['d', 'c', 'a', 'b']);
    expect(fleet.router.explain({ model: 'm', sessionId: null, key: null, now }).entries[3]?.reason).toEqual({
      kind: 'soonest-reset',
      resetsAt: null,
    });
  });
});

describe('a strategy', () => {
  it('orders only those who may serve', () => {
    for (const strategy of ['least_used', 'soonest_reset', 'round_robin', 'priority'] as const) {
      const fleet = new Fleet([resting('a'), member('b')], { strategy });
      expect(fleet.order()).toEqual(['b']);
    }
  });

  it('may be set per route', () => {
    const candidates = ['a', 'b'].map((id) => ({
      provider: 'Claude Code Official',
      accountEmail: `${id}@example.com`,
      model: null,
      priority: 1,
    }));
    const fleet = new Fleet([member('a'), member('b')], {
      modelRoutes: [{ pattern: '*sonnet*', strategy: 'least_used', candidates }],
    });
    fleet.recent.set('a', 9);
    expect(fleet.order(null, 'claude-sonnet-5-5')).toEqual(['b', 'a']);
    expect(fleet.order(null, 'claude-opus-5-5')).toEqual(['a', 'b']);
  });

  it('does not apply to requests that name no model', () => {
    const fleet = four('least_used');
    fleet.recent.set('a', 9);
    expect(fleet.order(null, null)).toEqual(['a', 'b', 'c', 'd']);
  });
});
