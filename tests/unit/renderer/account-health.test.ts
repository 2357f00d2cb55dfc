import { describe, expect, it } from 'vitest';
import { allReasons, readinessOf } from '../../../src-renderer/features/accounts/account-health.ts';
import type { AccountSnapshot } from '../../../src-shared/model/account.ts';
import type { RoutingReason } from '../../../src-shared/model/routing-reason.ts';
import { account, held, NOW } from '../../browser/support/scenes.ts';

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
    expect(readinessOf([late, soon, well])).toEqual({ kind: 'ready', first: well, nextBack: soon });
  });

  it('is an account that was set aside when nobody is well', () => {
    expect(readinessOf([signedOut, setAside])).toEqual({ kind: 'last-resort', first: setAside });
  });

  it('is nobody while all rest, or all wait for their person', () => {
    const soon = restingUntil('soon', NOW + 100);
    expect(readinessOf([signedOut, soon])).toEqual({ kind: 'all-resting', nextBack: soon });
    expect(readinessOf([signedOut])).toEqual({ kind: 'needs-you' });
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
