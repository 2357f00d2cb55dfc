import type { Locale } from '../../../src-shared/i18n/locale.ts';
import type { Clock } from '../lib/clock.ts';
import { withinTimeLimit } from '../lib/time-limit.ts';
import { type Check, createDoctorSay, type DoctorSay, type Verdict, warning } from './check.ts';

/** Longest time for one look, in ms. */
export const CHECK_LIMIT_MS = 12_000;

/** One line of the doctor's report. */
export interface CheckResult extends Verdict {
  readonly id: string;
  readonly checked: string;
}

/** Looks at everything at once, each within its own time; the results stand in the order of the checks. */
export function runChecks(
  checks: readonly Check[],
  clock: Pick<Clock, 'after'>,
  locale: Locale,
): Promise<readonly CheckResult[]> {
  const say = createDoctorSay(locale);
  return Promise.all(
    checks.map(async (check) => ({
      id: check.id,
      checked: check.checked(say),
      ...(await look(check, clock, say)),
    })),
  );
}

async function look(check: Check, clock: Pick<Clock, 'after'>, say: DoctorSay): Promise<Verdict> {
  try {
    const looked = await withinTimeLimit(check.look(say), CHECK_LIMIT_MS, clock);
    if (!looked.timedOut) return looked.value;
    return warning(say('check.timedOut', { seconds: CHECK_LIMIT_MS / 1000 }), say('remedy.network'));
  } catch (error) {
    // Its message may quote what it was given; its kind cannot.
    const what = error instanceof Error ? error.name : typeof error;
    return { status: 'warning', finding: say('check.broke', { what }), remedy: null };
  }
}
