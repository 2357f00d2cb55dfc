import { appWordsEn } from '../../src-shared/i18n/app-words-en.ts';
import { appWordsZhCn } from '../../src-shared/i18n/app-words-zh-cn.ts';
import type { Locale } from '../../src-shared/i18n/locale.ts';
import { createSay, type Say } from '../../src-shared/i18n/message.ts';

/** Says the texts of the tray app. */
export type AppSay = Say<typeof appWordsEn>;

/** The voice of one language. */
export function appSay(locale: Locale): AppSay {
  return createSay<typeof appWordsEn>(locale === 'en' ? appWordsEn : appWordsZhCn);
}
