import type { Locale } from '../../../src-shared/i18n/locale.ts';
import { uiEn } from '../../../src-shared/i18n/ui-en.ts';
import { uiZhCn } from '../../../src-shared/i18n/ui-zh-cn.ts';

/** The note on the vendor's terms, as the app shows it. */
export function termsNote(locale: Locale): string {
  const words = locale === 'en' ? uiEn : uiZhCn;
  return [words['terms.vendor'], words['terms.rota'], words['terms.others']].join('\n');
}
