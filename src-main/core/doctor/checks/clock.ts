import { type Check, type DoctorSay, failed, fine, skipped, type Verdict, warning } from '../check.ts';

/** A time that an upstream told, and ours at that moment; ms since the epoch. */
export interface ToldTime {
  readonly host: string;
  readonly theirs: number;
  readonly ours: number;
}

/** A `Date` header has whole seconds, and the answer was some time on its way. */
const WARN_FROM_S = 60;
/** Tokens are renewed five minutes before their end: a clock that is off by more comes too late. */
const FAIL_FROM_S = 300;

/** The clock against the `Date` header (RFC 9110 section 6.6.1) of the first upstream that tells one. */
export function clockCheck(observe: () => Promise<ToldTime | null>): Check {
  return {
    id: 'clock',
    checked: (say) => say('clock.checked'),
    look: async (say) => judgeClock(await observe(), say),
  };
}

export function judgeClock(told: ToldTime | null, say: DoctorSay): Verdict {
  if (told === null) return skipped(say('clock.unknown'));
  const { host } = told;
  const aheadS = Math.round((told.ours - told.theirs) / 1000);
  const seconds = Math.abs(aheadS);
  if (seconds < WARN_FROM_S) return fine(say('clock.fine', { host, seconds: Math.max(1, seconds) }));
  const finding = say(aheadS > 0 ? 'clock.ahead' : 'clock.behind', { host, seconds });
  return (seconds < FAIL_FROM_S ? warning : failed)(finding, say('clock.remedy'));
}
