import type { AccountSnapshot } from '../../../src-shared/model/account.ts';
import { publicProxy } from '../lib/public-address.ts';
import { servingHoursText } from '../settings/serving-hours.ts';
import type { Account } from './account.ts';
import type { AccountRecord } from './account-book.ts';
import type { SecretInfo } from './account-secrets.ts';
import { endOf, restrictionsOf, stateFor } from './restrictions.ts';

/** An account as the UI, the management API and the command line show it at `now` (ms since the epoch). */
export function snapshotOf(
  account: Account,
  record: AccountRecord,
  secret: SecretInfo | null,
  now: number,
  dayStartsAt: number,
): AccountSnapshot {
  const restrictions = restrictionsOf(account, now);
  const reason = restrictions[0] ?? null;
  const { entry } = account;
  const { counters } = record;
  return {
    id: account.id,
    name: account.name,
    provider: entry.name,
    providerType: entry.type,
    kind: account.kind,
    accountEmail: account.email,
    identity: secret?.identity ?? null,
    place: account.place,
    proxy: publicProxy(entry.proxy),
    hours: entry.hours && servingHoursText(entry.hours),
    maxConcurrentRequests: entry.maxConcurrentRequests,
    enabled: entry.enabled,
    state: stateFor(reason),
    reason,
    restrictions,
    cooldownUntil: endOf(reason),
    tokenExpiresAt: secret?.expiresAt ?? null,
    windows: record.windows,
    requestsTotal: counters.requestsTotal,
    requestsToday: counters.requestsToday(dayStartsAt),
    failuresTotal: counters.failuresTotal,
    lastUsedAt: counters.lastUsedAt,
    openRequests: counters.openRequests,
  };
}
