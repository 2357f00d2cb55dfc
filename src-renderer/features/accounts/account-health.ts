import type { AccountSnapshot } from '../../../src-shared/model/account.ts';
import type { QuotaWindow } from '../../../src-shared/model/quota-window.ts';
import type { RoutingReason } from '../../../src-shared/model/routing-reason.ts';
import type { Tone } from '../../components/status-glyph.tsx';

/** Which of the four signs stands beside an account. */
export function toneOf(account: AccountSnapshot): Tone {
  switch (account.state) {
    case 'healthy':
      return 'fine';
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

/** Who can serve now, and who is back first. */
export type Readiness =
  /** `first` is asked first; `nextBack` is the resting account that returns soonest, if any rests. */
  | { readonly kind: 'ready'; readonly first: AccountSnapshot; readonly nextBack: AccountSnapshot | null }
  /** Nobody is well, but an account that was only set aside is asked anyway. */
  | { readonly kind: 'last-resort'; readonly first: AccountSnapshot }
  | { readonly kind: 'all-resting'; readonly nextBack: AccountSnapshot }
  | { readonly kind: 'needs-you' };

/** Sums up the accounts, given in the person's order. */
export function readinessOf(accounts: readonly AccountSnapshot[]): Readiness {
  const nextBack = soonestBack(accounts);
  const ready = accounts.find((account) => account.state === 'healthy');
  if (ready !== undefined) return { kind: 'ready', first: ready, nextBack };
  const setAside = accounts.find((account) => account.state === 'ejected');
  if (setAside !== undefined) return { kind: 'last-resort', first: setAside };
  return nextBack === null ? { kind: 'needs-you' } : { kind: 'all-resting', nextBack };
}

function soonestBack(accounts: readonly AccountSnapshot[]): AccountSnapshot | null {
  const resting = accounts.filter((account) => account.cooldownUntil !== null);
  resting.sort((a, b) => (a.cooldownUntil ?? 0) - (b.cooldownUntil ?? 0));
  return resting[0] ?? null;
}
