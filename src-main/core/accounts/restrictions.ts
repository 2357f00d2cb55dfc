/** An account's condition in the words that the router, the management API and the UI share. */
import type { AccountState } from '../../../src-shared/model/account.ts';
import type {
  ClosedReason,
  DeferredReason,
  RoutingReason,
} from '../../../src-shared/model/routing-reason.ts';
import { servingHoursText } from '../settings/serving-hours.ts';
import type { Account } from './account.ts';
import type { AccountHealth, Cooldown } from './account-health.ts';
import { servingPhase } from './serving-phase.ts';

/** What closes an account for every model until somebody acts; null when nothing does. */
export function standingReason(account: Account): ClosedReason | null {
  if (!account.entry.enabled) return { kind: 'disabled' };
  if (account.termsMissing) return { kind: 'terms-not-accepted' };
  const { needsLogin } = account.health;
  return needsLogin === null ? null : { kind: 'needs-login', ...needsLogin };
}

/** A cooldown as a reason. Field by field, since a whole fleet may be asked and spreading takes ten times as long. */
export function coolingReason({ cause, scope, since, until }: Cooldown): ClosedReason {
  return { kind: 'cooling-down', cause, scope, since, until };
}

/** The hours that keep an account closed at `now` (ms since the epoch); null where it has none, or is within them. */
export function hoursReason({ entry: { hours } }: Account, now: number): ClosedReason | null {
  if (hours === null) return null;
  const { open, until } = servingPhase(hours, now);
  return open ? null : { kind: 'outside-hours', hours: servingHoursText(hours), until };
}

/** What moves an account behind the others at `now`, the worse of the two first; null when nothing does. */
export function deferredReasonOf(health: AccountHealth, now: number): DeferredReason | null {
  const { ejection, throttle } = health;
  if (ejection !== null && ejection.until > now) return { kind: 'ejected', ...ejection };
  if (throttle !== null && throttle.until > now) return { kind: 'throttled', ...throttle };
  return null;
}

/**
 * Everything that restricts an account at `now`, the weightiest first, model-scoped cooldowns last. What depends on
 * the requests of the moment (a cap, the ramp after a reopening) is the router's to say.
 */
export function restrictionsOf(account: Account, now: number): readonly RoutingReason[] {
  const standing = standingReason(account);
  const { cooldowns, ejection, throttle } = account.health;
  const cooling = cooldowns.filter((cooldown) => cooldown.until > now).sort((a, b) => b.until - a.until);
  const reasons: RoutingReason[] = standing === null ? [] : [standing];
  reasons.push(...cooling.filter(closesAccount).map(coolingReason));
  const hours = hoursReason(account, now);
  if (hours !== null) reasons.push(hours);
  if (ejection !== null && ejection.until > now) reasons.push({ kind: 'ejected', ...ejection });
  if (throttle !== null && throttle.until > now) reasons.push({ kind: 'throttled', ...throttle });
  reasons.push(...cooling.filter((cooldown) => !closesAccount(cooldown)).map(coolingReason));
  return reasons;
}

function closesAccount(cooldown: Cooldown): boolean {
  return cooldown.scope.kind === 'account';
}

/** The one word for an account whose weightiest restriction is `reason`. A limit of one model family leaves it healthy. */
export function stateFor(reason: RoutingReason | null): AccountState {
  switch (reason?.kind) {
    case 'disabled':
    case 'terms-not-accepted':
      return 'disabled';
    case 'needs-login':
      return 'needs-login';
    case 'cooling-down':
      if (reason.scope.kind === 'model-family') return 'healthy';
      return reason.cause.kind === 'out-of-credit' ? 'out-of-credit' : 'cooling-down';
    case 'outside-hours':
    case 'throttled':
      return 'cooling-down';
    case 'ejected':
      return 'ejected';
    default:
      return 'healthy';
  }
}

/** When the condition that `stateFor` names ends, in ms since the epoch; null where it has no end, or is `healthy`. */
export function endOf(reason: RoutingReason | null): number | null {
  if (reason === null || stateFor(reason) === 'healthy') return null;
  return 'until' in reason ? reason.until : null;
}

/** True where two healths differ in streaks and the ramp at most. */
export function restrictsAlike(a: AccountHealth, b: AccountHealth): boolean {
  return (
    a.needsLogin === b.needsLogin &&
    a.cooldowns === b.cooldowns &&
    a.throttle === b.throttle &&
    a.ejection === b.ejection
  );
}
