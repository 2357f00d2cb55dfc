/**
 * Who may serve now. A closed account is not asked at all; a deferred one only when nobody better is left. The
 * first three functions depend on the account and the time alone; the last two also on the requests that are in
 * flight at this moment.
 */
import type { ClosedReason, DeferredReason } from '../../../src-shared/model/routing-reason.ts';
import type { Account } from '../accounts/account.ts';
import type { AccountHealth, Cooldown } from '../accounts/account-health.ts';
import { mayTakeMore } from '../accounts/ramp.ts';
import { coolingReason, deferredReasonOf, hoursReason, standingReason } from '../accounts/restrictions.ts';
import { servingPhase } from '../accounts/serving-phase.ts';

/** True where `closedReason` has one; allocates nothing, so that a whole fleet can be looked through. */
export function isClosed(
  { entry, termsMissing, health }: Account,
  family: string | null,
  now: number,
): boolean {
  return (
    !entry.enabled ||
    termsMissing ||
    health.needsLogin !== null ||
    governingCooldown(health, family, now) !== null ||
    (entry.hours !== null && !servingPhase(entry.hours, now).open)
  );
}

/** Why `account` must not be asked for a model of `family` (null = no model) at `now`, in ms since the epoch; else null. */
export function closedReason(account: Account, family: string | null, now: number): ClosedReason | null {
  const standing = standingReason(account);
  if (standing !== null) return standing;
  const cooldown = governingCooldown(account.health, family, now);
  return cooldown === null ? hoursReason(account, now) : coolingReason(cooldown);
}

/** Why `account` is asked only after the others at `now`; null where it is not. */
export function deferredReason(account: Account, now: number): DeferredReason | null {
  return deferredReasonOf(account.health, now);
}

/** When time alone may next change the answer of the two above, in ms since the epoch; infinity where it will not. */
export function nextChange({ entry, health }: Account, now: number): number {
  let at = entry.hours === null ? Number.POSITIVE_INFINITY : servingPhase(entry.hours, now).until;
  for (const { until } of health.cooldowns) if (until > now) at = Math.min(at, until);
  if (health.throttle !== null && health.throttle.until > now) at = Math.min(at, health.throttle.until);
  if (health.ejection !== null && health.ejection.until > now) at = Math.min(at, health.ejection.until);
  return at;
}

/** True where the user's limit of requests in flight is reached; it is the user's word, so such an account is not asked. */
export function isFull({ entry }: Account, openRequests: number): boolean {
  return entry.maxConcurrentRequests !== null && openRequests >= entry.maxConcurrentRequests;
}

/** Why a request without a home here goes to others first: the account has just reopened and has enough to do. */
export function rampingReason(
  { health }: Account,
  family: string | null,
  openRequests: number,
  now: number,
): DeferredReason | null {
  const { reopened } = health;
  if (reopened === null || reopened.until <= now || mayTakeMore(reopened, openRequests, now)) return null;
  const { scope, since, until } = reopened;
  return scope.kind === 'account' || scope.family === family ? { kind: 'ramping', since, until } : null;
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
