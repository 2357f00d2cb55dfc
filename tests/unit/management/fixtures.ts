import type { SignIn } from '../../../src-main/core/management/services.ts';
import type { AccountSnapshot } from '../../../src-shared/model/account.ts';
import type { RequestFacts } from '../../../src-shared/model/request-facts.ts';
import { healthyAccount } from '../../support/snapshot-fixtures.ts';

/** 2026-11-22 12:00 UTC, where `ManualClock` starts too. */
export const NOW = Date.UTC(2026, 10, 22, 12, 0, 0);

/** A healthy subscription account, changed where the test says so. */
export function account(change: Partial<AccountSnapshot> = {}): AccountSnapshot {
  return healthyAccount({
    id: 'aaaaaaaaaaaa',
    name: 'work@studio.dev',
    accountEmail: 'work@studio.dev',
    ...change,
  });
}

/** A sign-in whose token lives for another five hours and twelve minutes. */
export function signIn(change: Partial<SignIn> = {}): SignIn {
  return {
    accountId: 'aaaaaaaaaaaa',
    accountName: 'work@studio.dev',
    provider: 'anthropic',
    identity: {
      email: 'work@studio.dev',
      accountUuid: 'account-uuid',
      organizationUuid: 'organization-uuid',
      organizationName: 'Studio',
      subscription: 'max',
      rateLimitTier: 'default_claude_max_20x',
    },
    scopes: ['user:inference'],
    expiresAt: NOW + (5 * 60 + 12) * 60_000,
    signedInAt: NOW - 3_600_000,
    refreshedAt: NOW - 60_000,
    ...change,
  };
}

/** A request that went well. */
export function requestFacts(id: string): RequestFacts {
  return {
    id,
    startedAt: NOW,
    method: 'POST',
    path: '/v1/messages',
    model: 'claude-sonnet-5-5',
    modelServed: 'claude-sonnet-5-5',
    keyName: null,
    stream: true,
    sessionId: null,
    route: null,
    attempts: [],
    passedOver: [],
    accountId: null,
    status: 200,
    outcome: 'succeeded',
    firstByteMs: 1,
    addedMs: 1,
    durationMs: 2,
    usage: null,
    incomplete: false,
  };
}
