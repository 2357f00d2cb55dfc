import { doctorWordsEn } from '../../../src-shared/i18n/doctor-words-en.ts';
import { doctorWordsZhCn } from '../../../src-shared/i18n/doctor-words-zh-cn.ts';
import type { Locale } from '../../../src-shared/i18n/locale.ts';
import { createSay, type Say } from '../../../src-shared/i18n/message.ts';

/** Says the doctor's sentences in one language. */
export type DoctorSay = Say<typeof doctorWordsEn>;

export type CheckStatus = 'fine' | 'warning' | 'failed' | 'skipped';

/** What one look came to, in words. */
export interface Verdict {
  readonly status: CheckStatus;
  readonly finding: string;
  /** What to do; null where nothing needs doing. */
  readonly remedy: string | null;
}

/**
 * One thing to look at. Each file under `checks/` has one: it observes through probes that it is handed, and
 * judges what was observed by a pure function.
 */
export interface Check {
  /** Stable, e.g. `port` or `account:<id>`. */
  readonly id: string;
  /** What is looked at. */
  checked(say: DoctorSay): string;
  look(say: DoctorSay): Promise<Verdict>;
}

export function createDoctorSay(locale: Locale): DoctorSay {
  return createSay<typeof doctorWordsEn>(locale === 'en' ? doctorWordsEn : doctorWordsZhCn);
}

export const fine = (finding: string): Verdict => ({ status: 'fine', finding, remedy: null });
export const skipped = (finding: string): Verdict => ({ status: 'skipped', finding, remedy: null });
export const warning = (finding: string, remedy: string): Verdict => ({ status: 'warning', finding, remedy });
export const failed = (finding: string, remedy: string): Verdict => ({ status: 'failed', finding, remedy });
