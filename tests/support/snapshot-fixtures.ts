import type { AccountSnapshot } from '../../src-shared/model/account.ts';
import type { Snapshot } from '../../src-shared/model/snapshot.ts';

/** A healthy signed-in account of which nothing more is known than `what` says. */
export function healthyAccount(
  what: Pick<AccountSnapshot, 'id' | 'name'> & Partial<AccountSnapshot>,
): AccountSnapshot {
  return {
    provider: 'Claude',
    providerType: 'anthropic',
    kind: 'oauth',
    accountEmail: null,
    identity: null,
    place: 1,
    proxy: null,
    hours: null,
    maxConcurrentRequests: null,
    enabled: true,
    state: 'healthy',
    reason: null,
    restrictions: [],
    cooldownUntil: null,
    tokenExpiresAt: null,
    windows: [],
    requestsTotal: 0,
    requestsToday: 0,
    failuresTotal: 0,
    lastUsedAt: null,
    openRequests: 0,
    ...what,
  };
}

/** A first snapshot, serving and unremarkable. */
export function quietSnapshot(
  what: Pick<Snapshot, 'now' | 'version' | 'accounts'> & Partial<Snapshot>,
): Snapshot {
  return {
    revision: 1,
    baseUrl: 'http://127.0.0.1:9090',
    gateway: 'serving',
    simulated: false,
    readOnlyFile: null,
    strategy: 'priority',
    notices: [],
    openRequests: 0,
    finishedRequests: 0,
    pendingLogins: [],
    ...what,
  };
}
