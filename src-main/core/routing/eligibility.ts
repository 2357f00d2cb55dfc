/**
 * Who may serve now. A closed account is not asked at all; a deferred one only when nobody better is left. The
 * questions allocate nothing, so that a whole fleet can be looked through for every request; the reasons are
 * made when somebody wants to read them.
 */
import type { ClosedReason, DeferredReason } from '../../../src-shared/model/routing-reason.ts';
import type { Account } from '../accounts/account.ts';
import type { AccountHealth, Cooldown } from '../accounts/account-health.ts';
import { coolingReason, deferredReasonOf, standingReason } from '../accounts/restrictions.ts';

/** True when `account` must not be asked for a model of `family` (null = no model) at `now`, in ms since the epoch. */
export function isClosed(account: Account, family: string | null, now: number): boolean {
  const { entry, termsMissing, health } = account;
  return (
    !entry.enabled ||
    termsMissing ||
    health.needsLogin !== null ||
    governingCooldown(health, family, now) !== null
  );
}

/** True when `account` is asked only after the others at `now`. */
export function isDeferred(account: Account, now: number): boolean {
  const { ejection, throttle } = account.health;
  return (ejection !== null && ejection.until > now) || (throttle !== null && throttle.until > now);
}

/** Why `account` must not be asked; null exactly when `isClosed` is false. */
export function closedReason(account: Account, family: string | null, now: number): ClosedReason | null {
  const standing = standingReason(account);
  if (standing !== null) return standing;
  const cooldown = governingCooldown(account.health, family, now);
  return cooldown === null ? null : coolingReason(cooldown);
}

/** Why `account` comes after the others; null exactly when `isDeferred` is false. */
export function deferredReason(account: Account, now: number): DeferredReason | null {
  return deferredReasonOf(account.health, now);
}

/** The cooldown that keeps an account closed longest: only at its end may it serve again. */
function governingCooldown(health: AccountHealth, family: string | null, now: number): Cooldown | null {
  let governing: Cooldown | null = null;
  for (const cooldown of health.cooldowns) {
    if (cooldown.until <= now) continue;
    const { scope } = cooldown;
    if (scope.kind === 'model-family' && scope.family !== family) continue;
    if (governing === null || cooldown.until > governing.until) governing = cooldown;
  }
  return governing;
}
