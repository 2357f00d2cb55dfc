import { describe, expect, it } from 'vitest';
import { NOTHING_TOLD } from '../../../src-main/core/notifications/notification-memory.ts';
import type { RoutingReason } from '../../../src-shared/model/routing-reason.ts';
import { NOW } from '../management/fixtures.ts';
import {
  because,
  DAY_MS,
  filled,
  fleet,
  HOUR_MS,
  MINUTE_MS,
  needsLogin,
  resting,
  Watched,
} from './observed.ts';

describe('a sign-in that is needed', () => {
  it('is told once, and again after it was mended and broke anew', () => {
    const watched = new Watched();
    const broken = fleet({ id: 'alpha', ...because(needsLogin()) }, { id: 'beta' });
    expect(watched.look(broken)).toMatchObject([
      { kind: 'sign-in-needed', accounts: [{ id: 'alpha', name: 'alpha' }] },
    ]);
    expect(watched.look(broken)).toEqual([]);
    expect(watched.look(fleet({ id: 'alpha' }, { id: 'beta' }))).toEqual([]);
    expect(watched.look(fleet({ id: 'alpha', ...because(needsLogin(NOW + 1)) }))).toHaveLength(1);
  });

  it('is one notification for all accounts that break at once', () => {
    const both = fleet({ id: 'alpha', ...because(needsLogin()) }, { id: 'beta', ...because(needsLogin()) });
    expect(new Watched().look(both)).toMatchObject([{ accounts: [{ id: 'alpha' }, { id: 'beta' }] }]);
  });

  it('is no news for an account that nobody signed in to yet, or that its user switched off', () => {
    const fresh: RoutingReason = { kind: 'needs-login', cause: 'not-signed-in', since: NOW };
    expect(new Watched().look(fleet({ id: 'alpha', ...because(fresh) }))).toEqual([]);
    const off = { ...because(needsLogin()), state: 'disabled', enabled: false } as const;
    expect(new Watched().look(fleet({ id: 'alpha', ...off }))).toEqual([]);
  });
});

describe('all accounts resting', () => {
  const resters = (alphaMs: number, betaMs: number) =>
    fleet({ id: 'alpha', ...because(resting(alphaMs)) }, { id: 'beta', ...because(resting(betaMs)) });

  it('names the account that is back first, and is told once', () => {
    const watched = new Watched();
    expect(watched.look(resters(3 * HOUR_MS, HOUR_MS))).toEqual([
      { kind: 'all-resting', account: { id: 'beta', name: 'beta' }, nextAt: NOW + HOUR_MS },
    ]);
    expect(watched.look(resters(3 * HOUR_MS, 2 * HOUR_MS))).toEqual([]);
  });

  it('is told again after somebody served, but not within ten minutes', () => {
    const watched = new Watched();
    watched.look(resters(HOUR_MS, HOUR_MS));
    const free = fleet({ id: 'alpha' }, { id: 'beta', ...because(resting(HOUR_MS)) });
    watched.look(free, { now: NOW + MINUTE_MS });
    expect(watched.look(resters(HOUR_MS, HOUR_MS), { now: NOW + 2 * MINUTE_MS })).toEqual([]);
    watched.look(free, { now: NOW + 11 * MINUTE_MS });
    expect(watched.look(resters(HOUR_MS, HOUR_MS), { now: NOW + 12 * MINUTE_MS })).toHaveLength(1);
  });

  it('is told in time again where the clock was set back meanwhile', () => {
    const watched = new Watched();
    watched.look(resters(HOUR_MS, HOUR_MS), { now: NOW + HOUR_MS / 2 });
    watched.look(fleet({ id: 'alpha' }));
    expect(watched.look(resters(HOUR_MS, HOUR_MS), { now: NOW - 2 * HOUR_MS })).toHaveLength(1);
  });

  it.each([
    ['deferred', { kind: 'throttled', since: NOW, until: NOW + MINUTE_MS }],
    ['set aside', { kind: 'ejected', failures: 5, since: NOW, until: NOW + MINUTE_MS }],
  ] as const)('is not the case while an account is only %s', (_word, reason) => {
    expect(new Watched().look(fleet({ id: 'alpha', ...because(reason) }))).toEqual([]);
  });

  it('is not the case where only one model family rests', () => {
    const family = { ...resting(HOUR_MS), scope: { kind: 'model-family', family: 'opus' } } as RoutingReason;
    expect(new Watched().look(fleet({ id: 'alpha', ...because(family), state: 'healthy' }))).toEqual([]);
  });

  it('counts accounts that need their user and those outside their hours, not those that are off', () => {
    const hours: RoutingReason = { kind: 'outside-hours', hours: '09:00-18:00', until: NOW + 2 * HOUR_MS };
    const accounts = fleet(
      { id: 'alpha', ...because(needsLogin()) },
      { id: 'beta', ...because(hours) },
      { id: 'gamma', state: 'disabled', enabled: false },
    );
    expect(new Watched({ signInNeeded: false }).look(accounts)).toEqual([
      { kind: 'all-resting', account: { id: 'beta', name: 'beta' }, nextAt: NOW + 2 * HOUR_MS },
    ]);
  });

  it('is left to the sign-ins where no time brings anybody back', () => {
    const watched = new Watched({ signInNeeded: false });
    expect(watched.look(fleet({ id: 'alpha', ...because(needsLogin()) }))).toEqual([]);
    expect(watched.look([])).toEqual([]);
  });
});

describe('switching away from the first account', () => {
  const accounts = fleet({ id: 'alpha', ...because(resting(HOUR_MS)) }, { id: 'beta' });
  const byBeta = { served: [{ accountId: 'beta', without: ['alpha'] }] };

  it('is told when another one has answered in its place, once until it serves again', () => {
    const watched = new Watched();
    expect(watched.look(accounts)).toEqual([]);
    expect(watched.look(accounts, byBeta)).toMatchObject([
      { kind: 'switched', from: { id: 'alpha' }, to: { id: 'beta' }, reason: { kind: 'cooling-down' } },
    ]);
    expect(watched.look(accounts, byBeta)).toEqual([]);
    watched.look(fleet({ id: 'alpha' }, { id: 'beta' }), { served: [{ accountId: 'alpha', without: [] }] });
    expect(watched.look(accounts, byBeta)).toHaveLength(1);
  });

  it('is no news for requests that the first account would not have had anyway', () => {
    expect(new Watched().look(accounts, { served: [{ accountId: 'beta', without: [] }] })).toEqual([]);
  });

  it('is no news where it was only slow for a moment, or needs its user, which is told by itself', () => {
    const throttled: RoutingReason = { kind: 'throttled', since: NOW, until: NOW + 5_000 };
    const slow = fleet({ id: 'alpha', ...because(throttled) }, { id: 'beta' });
    expect(new Watched().look(slow, byBeta)).toEqual([]);
    const gone = fleet({ id: 'alpha', ...because(needsLogin()) }, { id: 'beta' });
    expect(new Watched({ signInNeeded: false }).look(gone, byBeta)).toEqual([]);
  });

  it('has no meaning under a strategy without a first account', () => {
    expect(new Watched().look(accounts, { ...byBeta, strategy: 'round_robin' })).toEqual([]);
  });
});

describe('a window that fills', () => {
  const resetsAt = NOW + 3 * HOUR_MS;
  const used = (share: number | null, at: number | null = resetsAt, name = '5h') =>
    fleet({ id: 'alpha', windows: [filled(name, share, at)] });
  const told = (watched: Watched, ...shares: number[]) =>
    shares.flatMap((share) => watched.look(used(share))).map((one) => 'share' in one && one.share);

  it('is told at 80 % and at 95 %, each once', () => {
    expect(told(new Watched(), 0.5, 0.79, 0.8, 0.85, 0.94, 0.95, 1)).toEqual([0.8, 0.95]);
  });

  it('is told once where it jumps past both, and not again when a reading falls back', () => {
    expect(told(new Watched(), 0.2, 0.97, 0.9, 0.97)).toEqual([0.95]);
  });

  it('is told anew in its next turn, though its end is named a little differently each time', () => {
    const watched = new Watched();
    expect(watched.look(used(0.9))).toHaveLength(1);
    expect(watched.look(used(0.9, resetsAt + 30_000))).toEqual([]);
    const next = { now: resetsAt + 1_000 };
    expect(watched.look(used(0.9), next)).toEqual([]);
    expect(watched.look(used(0.9, resetsAt + 5 * HOUR_MS), next)).toHaveLength(1);
  });

  it('without a known end is told anew after less than half of it was used', () => {
    const watched = new Watched();
    expect(watched.look(used(0.9, null))).toHaveLength(1);
    expect(watched.look(used(0.6, null))).toEqual([]);
    expect(watched.look(used(0.9, null))).toEqual([]);
    expect(watched.look(used(0.1, null))).toEqual([]);
    expect(watched.look(used(0.9, null))).toHaveLength(1);
  });

  it('is no news where it lasts only a minute, or where nothing is known of it', () => {
    expect(new Watched().look(used(0.99, NOW + MINUTE_MS, 'input-tokens'))).toEqual([]);
    expect(new Watched().look(used(null))).toEqual([]);
  });

  it('is not told of an account that rests already', () => {
    const spent = fleet(
      { id: 'alpha', windows: [filled('5h', 1, resetsAt)], ...because(resting(HOUR_MS)) },
      { id: 'beta' },
    );
    expect(new Watched().look(spent)).toEqual([]);
  });
});

describe('a setup token that ends', () => {
  const token = (kind: 'setup-token' | 'oauth') =>
    fleet({ id: 'alpha', kind, tokenExpiresAt: NOW + 20 * DAY_MS });

  it('is told two weeks, three days and one day before', () => {
    const watched = new Watched();
    const days = [0, 5, 6, 7, 16, 17, 18, 19, 19.5, 20, 21].flatMap((day) =>
      watched.look(token('setup-token'), { now: NOW + day * DAY_MS }).map(() => day),
    );
    expect(days).toEqual([6, 17, 19]);
  });

  it('is told of its successor in its own time', () => {
    const watched = new Watched();
    watched.look(token('setup-token'), { now: NOW + 19.5 * DAY_MS });
    const next = fleet({ id: 'alpha', kind: 'setup-token', tokenExpiresAt: NOW + 30 * DAY_MS });
    expect(watched.look(next, { now: NOW + 20 * DAY_MS })).toHaveLength(1);
  });

  it('is no news for a sign-in, which renews itself', () => {
    expect(new Watched().look(token('oauth'), { now: NOW + 19.9 * DAY_MS })).toEqual([]);
  });
});

describe('a kind that is switched off', () => {
  it('is silent, and switching it on later brings back no old news', () => {
    const broken = fleet({ id: 'alpha', ...because(needsLogin()) });
    const off = new Watched({ signInNeeded: false });
    expect(off.look(broken)).toEqual([]);
    const on = new Watched();
    on.memory = off.memory;
    expect(on.look(broken)).toEqual([]);
    expect(off.memory).not.toEqual(NOTHING_TOLD);
  });
});
