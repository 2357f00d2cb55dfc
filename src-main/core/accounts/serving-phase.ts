/**
 * The hours of an account as instants. Their ends are wall-clock times, so a day on which the clocks change makes
 * them longer or shorter; a time that is skipped is as much later as the clocks go forward (ECMA-262, UTC(t)), and of
 * a time that comes twice the first counts.
 */
import type { ServingHours } from '../settings/settings.ts';

/** Open until the hours end, or closed until they begin; `until` in ms since the epoch. */
export interface ServingPhase {
  readonly open: boolean;
  readonly until: number;
}

/** Whether an account with these hours serves at `now` (ms since the epoch), in the time zone of the process. */
export function servingPhase({ fromMinute, toMinute }: ServingHours, now: number): ServingPhase {
  const overMidnight = toMinute > fromMinute ? 0 : 1;
  let nextOpening = Number.POSITIVE_INFINITY;
  // Yesterday's hours may still run; where today's are over, tomorrow's are the next.
  for (const day of [-1, 0, 1]) {
    const opensAt = localInstant(now, day, fromMinute);
    if (opensAt > now) nextOpening = Math.min(nextOpening, opensAt);
    else {
      const closesAt = localInstant(now, day + overMidnight, toMinute);
      if (now < closesAt) return { open: true, until: closesAt };
    }
  }
  return { open: false, until: nextOpening };
}

/** The instant of a minute of the local day that comes `days` days after that of `now`. */
function localInstant(now: number, days: number, minute: number): number {
  const day = new Date(now);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + days, 0, minute).getTime();
}
