import type { AccountSnapshot } from '../../../src-shared/model/account.ts';
import type { QuotaWindow } from '../../../src-shared/model/quota-window.ts';
import type { RoutingReason } from '../../../src-shared/model/routing-reason.ts';
import type { StrategyName } from '../../../src-shared/model/snapshot.ts';
import type { Tone } from '../../components/status-glyph.tsx';

/** Which of the four signs stands beside an account. */
export function toneOf(account: AccountSnapshot): Tone {
  switch (account.state) {
    case 'healthy':
      return account.reason?.kind === 'outside-hours' ? 'resting' : 'fine';
    case 'cooling-down':
    case 'ejected':
      return 'resting';
    case 'needs-login':
    case 'out-of-credit':
      return 'action';
    case 'disabled':
      return account.reason?.kind === 'terms-not-accepted' ? 'action' : 'off';
  }
}

/** When a reason ends by itself (ms since the epoch), or null when it does not. */
export function endOf(reason: RoutingReason | null): number | null {
  return reason !== null && 'until' in reason ? reason.until : null;
}

/**
 * The step of the person that brings an account back, or null where none does. Under a settings file only a sign-in
 * is theirs to take here.
 */
export function remedyFor(
  { kind, state, reason }: AccountSnapshot,
  readOnly: boolean,
): 'sign-in' | 'replace-key' | 'enable' | 'read-terms' | null {
  if (reason?.kind === 'needs-login' && kind === 'oauth') return 'sign-in';
  if (readOnly) return null;
  if (reason?.kind === 'needs-login') return 'replace-key';
  if (reason?.kind === 'terms-not-accepted') return 'read-terms';
  return state === 'disabled' ? 'enable' : null;
}

/** Everything that holds an account back, the one that its state speaks of first and none twice. */
export function allReasons(account: AccountSnapshot): readonly RoutingReason[] {
  const main = JSON.stringify(account.reason);
  const others = account.restrictions.filter((restriction) => JSON.stringify(restriction) !== main);
  return account.reason === null ? others : [account.reason, ...others];
}

/** Whether a window is worth a bar: some are only named, such as extra usage that nobody has bought. */
export function saysSomething(window: QuotaWindow): boolean {
  return window.utilization !== null || window.resetsAt !== null;
}

/** An account that rests, and when it is back (ms since the epoch). */
export interface Returning {
  readonly account: AccountSnapshot;
  readonly at: number;
}

/** Who can serve now, and who is back first. */
export type Readiness =
  /** `first` comes first in the person's order; `ready` counts all who are; `nextBack` returns soonest, if any rests. */
  | {
      readonly kind: 'ready';
      readonly first: AccountSnapshot;
      readonly ready: number;
      readonly nextBack: Returning | null;
    }
  /** Nobody is well, but an account that was only set aside is asked anyway. */
  | { readonly kind: 'last-resort'; readonly first: AccountSnapshot }
  | { readonly kind: 'all-resting'; readonly nextBack: Returning }
  | { readonly kind: 'needs-you' };

/** Sums up the accounts, given in the person's order. */
export function readinessOf(accounts: readonly AccountSnapshot[]): Readiness {
  const nextBack = soonestBack(accounts);
  const ready = accounts.filter(isReady);
  const [first] = ready;
  if (first !== undefined) return { kind: 'ready', first, ready: ready.length, nextBack };
  const setAside = accounts.find((account) => account.state === 'ejected');
  if (setAside !== undefined) return { kind: 'last-resort', first: setAside };
  return nextBack === null ? { kind: 'needs-you' } : { kind: 'all-resting', nextBack };
}

/**
 * Whose windows are worth a first glance: with a fixed order the first that is ready, else whoever of the ready ones
 * served last. Null when nobody may serve.
 */
export function servingNow(
  accounts: readonly AccountSnapshot[],
  strategy: StrategyName,
): AccountSnapshot | null {
  const readiness = readinessOf(accounts);
  if (readiness.kind === 'last-resort') return readiness.first;
  if (readiness.kind !== 'ready') return null;
  if (strategy === 'priority') return readiness.first;
  return accounts
    .filter(isReady)
    .reduce((latest, each) => ((each.lastUsedAt ?? 0) > (latest.lastUsedAt ?? 0) ? each : latest));
}

/** The window that is nearest to its limit, or null where no window says how full it is. */
export function tightestWindow({ windows }: AccountSnapshot, now: number): QuotaWindow | null {
  const known = windows.filter(
    ({ utilization, resetsAt }) => utilization !== null && (resetsAt === null || resetsAt > now),
  );
  known.sort((a, b) => (b.utilization ?? 0) - (a.utilization ?? 0));
  return known[0] ?? null;
}

function isReady(account: AccountSnapshot): boolean {
  return account.state === 'healthy' && account.reason?.kind !== 'outside-hours';
}

function soonestBack(accounts: readonly AccountSnapshot[]): Returning | null {
  const returning = accounts.flatMap((account) => {
    const at = account.reason?.kind === 'outside-hours' ? account.reason.until : account.cooldownUntil;
    return at === null ? [] : [{ account, at }];
  });
  returning.sort((a, b) => a.at - b.at);
  return returning[0] ?? null;
}

/** The id of the one or two words that sum up a readiness. */
export function headlineOf({ kind }: Readiness) {
  switch (kind) {
    case 'ready':
    case 'last-resort':
      return 'gateway.serving';
    case 'all-resting':
      return 'serving.allResting';
    case 'needs-you':
      return 'serving.nobody';
  }
}

/** The sign of a readiness. */
export function toneOfReadiness({ kind }: Readiness): Tone {
  switch (kind) {
    case 'ready':
      return 'fine';
    case 'last-resort':
    case 'all-resting':
      return 'resting';
    case 'needs-you':
      return 'action';
  }
}
