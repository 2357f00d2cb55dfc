import { describe, expect, it } from 'vitest';
import {
  allReasons,
  readinessOf,
  remedyFor,
  servingNow,
  tightestWindow,
  toneOf,
} from '../../../src-renderer/features/accounts/account-health.ts';
import type { AccountSnapshot } from '../../../src-shared/model/account.ts';
import type { RoutingReason } from '../../../src-shared/model/routing-reason.ts';
import { account, held, NOW, quotaWindow } from '../../browser/support/scenes.ts';

const restingUntil = (id: string, until: number) =>
  account(
    id,
    held('cooling-down', {
      kind: 'cooling-down',
      cause: { kind: 'quota', claim: 'five_hour' },
      scope: { kind: 'account' },
      since: NOW,
      until,
    }),
  );
const setAside = account(
  'aside',
  held('ejected', { kind: 'ejected', failures: 5, since: NOW, until: NOW + 1 }),
);
const signedOut = account(
  'out',
  held('needs-login', { kind: 'needs-login', cause: 'not-signed-in', since: NOW }),
);

describe('who can serve', () => {
  it('is the first account that is well, and beside it who is back soonest', () => {
    const late = restingUntil('late', NOW + 200);
    const soon = restingUntil('soon', NOW + 100);
    const well = account('well');
    expect(readinessOf([late, soon, well])).toEqual({
      kind: 'ready',
      first: well,
      ready: 1,
      nextBack: { account: soon, at: NOW + 100 },
    });
  });

  it('is nobody outside the hours that were set, and the hours say when', () => {
    const asleep = account('asleep', {
      reason: { kind: 'outside-hours', hours: '09:00-18:00', until: NOW + 50 },
    });
    expect(readinessOf([asleep])).toEqual({
      kind: 'all-resting',
      nextBack: { account: asleep, at: NOW + 50 },
    });
    expect(toneOf(asleep)).toBe('resting');
  });

  it('is an account that was set aside when nobody is well', () => {
    expect(readinessOf([signedOut, setAside])).toEqual({ kind: 'last-resort', first: setAside });
  });

  it('is nobody while all rest, or all wait for their person', () => {
    const soon = restingUntil('soon', NOW + 100);
    const nextBack = { account: soon, at: NOW + 100 };
    expect(readinessOf([signedOut, soon])).toEqual({ kind: 'all-resting', nextBack });
    expect(readinessOf([signedOut])).toEqual({ kind: 'needs-you' });
  });
});

describe('who is shown as serving', () => {
  const early = account('early', { lastUsedAt: NOW - 1000 });
  const lately = account('lately', { lastUsedAt: NOW });

  it('is the first in the order, or with other strategies whoever served last', () => {
    expect(servingNow([signedOut, early, lately], 'priority')).toBe(early);
    expect(servingNow([signedOut, early, lately], 'round_robin')).toBe(lately);
  });

  it('is the one that was set aside when it is the last resort, and nobody while all rest', () => {
    expect(servingNow([setAside], 'priority')).toBe(setAside);
    expect(servingNow([restingUntil('a', NOW + 1)], 'priority')).toBeNull();
  });
});

describe('the tightest window', () => {
  it('is the fullest of those that still run', () => {
    const tight = quotaWindow('7d', 0.8, NOW + 1);
    const over = quotaWindow('5h', 0.99, NOW - 1);
    const unknown = quotaWindow('7d_opus', null, NOW + 1);
    expect(tightestWindow(account('a', { windows: [over, unknown, tight] }), NOW)).toBe(tight);
    expect(tightestWindow(account('a', { windows: [over, unknown] }), NOW)).toBeNull();
  });
});

describe('the step that brings an account back', () => {
  const refusedKey = account('key', {
    ...held('needs-login', { kind: 'needs-login', cause: 'key-refused', since: NOW }),
    kind: 'api-key',
  });
  const off = account('off', held('disabled', { kind: 'disabled' }));

  it('is a sign-in, a new key, the note, or the switch', () => {
    expect(remedyFor(signedOut, false)).toBe('sign-in');
    expect(remedyFor(refusedKey, false)).toBe('replace-key');
    expect(remedyFor(off, false)).toBe('enable');
    expect(remedyFor(account('t', held('disabled', { kind: 'terms-not-accepted' })), false)).toBe(
      'read-terms',
    );
    expect(remedyFor(account('well'), false)).toBeNull();
    expect(remedyFor(restingUntil('a', NOW + 1), false)).toBeNull();
  });

  it('is only a sign-in under a settings file', () => {
    expect(remedyFor(signedOut, true)).toBe('sign-in');
    expect(remedyFor(refusedKey, true)).toBeNull();
    expect(remedyFor(off, true)).toBeNull();
  });
});

describe('what holds an account back', () => {
  it('is told once, the main reason first', () => {
    const main: RoutingReason = { kind: 'ejected', failures: 5, since: NOW, until: NOW + 1 };
    const other: RoutingReason = { kind: 'throttled', since: NOW, until: NOW + 1 };
    const held: AccountSnapshot = account('a', { reason: main, restrictions: [other, main] });
    expect(allReasons(held)).toEqual([main, other]);
  });
});
