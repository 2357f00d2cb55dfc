import type { Locale } from './locale.ts';
import { type ReasonFormatter, reasonFormatterOf } from './reason-format.ts';
import { type ReasonWords, reasonWordsEn } from './reason-words-en.ts';
import { reasonWordsZhCn } from './reason-words-zh-cn.ts';

const WORDS: Readonly<Record<Locale, ReasonWords>> = { en: reasonWordsEn, 'zh-CN': reasonWordsZhCn };

/** The formatter of a language for whoever has all of them at hand; `timeZone` as in `reasonFormatterOf`. */
export function createReasonFormatter(locale: Locale, timeZone?: string): ReasonFormatter {
  return reasonFormatterOf(WORDS[locale], locale, timeZone);
}
