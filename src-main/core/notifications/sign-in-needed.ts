import type { NeedsLoginCause, RoutingReason } from '../../../src-shared/model/routing-reason.ts';
import type { NamedAccount, Notification } from './notification.ts';
import { named, type Observation, wantedAccounts } from './observation.ts';

/** Since when each account needs its user, as far as they were told (ms since the epoch). */
export type SignInMemory = Readonly<Record<string, number>>;

/** An account to which nobody ever signed in is not news. */
const NEWS: ReadonlySet<NeedsLoginCause> = new Set([
  'refresh-token-invalid',
  'key-refused',
  'secret-missing',
]);

/** Tells of accounts that left routing until their user acts, all new ones at once. */
export function signInNeeded(
  observation: Observation,
  memory: SignInMemory,
): { readonly memory: SignInMemory; readonly notifications: readonly Notification[] } {
  const known: Record<string, number> = {};
  const accounts: NamedAccount[] = [];
  let reason: RoutingReason | null = null;
  for (const account of wantedAccounts(observation)) {
    if (account.reason?.kind !== 'needs-login' || !NEWS.has(account.reason.cause)) continue;
    known[account.id] = account.reason.since;
    if (memory[account.id] === account.reason.since) continue;
    reason ??= account.reason;
    accounts.push(named(account));
  }
  const [first, ...others] = accounts;
  return {
    memory: known,
    notifications: first && reason ? [{ kind: 'sign-in-needed', accounts: [first, ...others], reason }] : [],
  };
}
