/**
 * What time alone does to an account's health. Ends are wall-clock times, since an upstream states them so, and
 * a wall clock may jump: a jump forward ends a restriction early, which costs one attempt, and a jump back would
 * leave it in force for as long as the jump was wide. So every restriction keeps its own length, of 8 days at
 * the most, and one that seems to begin in the future is moved back to begin now.
 */
import type { AccountHealth, Cooldown, Reopening } from './account-health.ts';
import { reopening } from './ramp.ts';

interface Period {
  readonly since: number;
  readonly until: number;
}

/** `health` as it stands at `now` (ms since the epoch): without what is over; the same object if nothing is. */
export function expire(health: AccountHealth, now: number): AccountHealth {
  const { cooldowns, throttle, ejection, reopened } = health;
  if (cooldowns.length === 0 && throttle === null && ejection === null && reopened === null) return health;
  const cooldownsNow = cooldownsAt(cooldowns, now);
  const throttleNow = throttle && periodAt(throttle, now);
  const ejectionNow = ejection && periodAt(ejection, now);
  const latest = latestReopening(health, now);
  const reopenedNow = latest && periodAt(latest, now);
  const unchanged =
    cooldownsNow === cooldowns &&
    throttleNow === throttle &&
    ejectionNow === ejection &&
    reopenedNow === reopened;
  return unchanged
    ? health
    : {
        ...health,
        cooldowns: cooldownsNow,
        throttle: throttleNow,
        ejection: ejectionNow,
        reopened: reopenedNow,
      };
}

/** The ramp that runs already, or that of a closing which has ended since somebody looked. */
function latestReopening({ cooldowns, ejection, reopened }: AccountHealth, now: number): Reopening | null {
  let latest = reopened;
  const consider = (scope: Reopening['scope'], until: number) => {
    if (until <= now && (latest === null || until > latest.since)) latest = reopening(scope, until);
  };
  for (const { scope, until } of cooldowns) consider(scope, until);
  if (ejection !== null) consider({ kind: 'account' }, ejection.until);
  return latest;
}

/** When the next restriction or ramp ends, in ms since the epoch; null when there is none. */
export function nextEnd(health: AccountHealth): number | null {
  let earliest = Number.POSITIVE_INFINITY;
  for (const cooldown of health.cooldowns) earliest = Math.min(earliest, cooldown.until);
  if (health.throttle) earliest = Math.min(earliest, health.throttle.until);
  if (health.ejection) earliest = Math.min(earliest, health.ejection.until);
  if (health.reopened) earliest = Math.min(earliest, health.reopened.until);
  return earliest === Number.POSITIVE_INFINITY ? null : earliest;
}

function cooldownsAt(cooldowns: readonly Cooldown[], now: number): readonly Cooldown[] {
  const left = cooldowns.map((cooldown) => periodAt(cooldown, now)).filter((cooldown) => cooldown !== null);
  const unchanged = left.length === cooldowns.length && left.every((one, index) => one === cooldowns[index]);
  return unchanged ? cooldowns : left;
}

function periodAt<P extends Period>(period: P, now: number): P | null {
  const lengthMs = period.until - period.since;
  const current = period.since > now ? { ...period, since: now, until: now + lengthMs } : period;
  return current.until > now ? current : null;
}
