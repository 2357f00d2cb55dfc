/** A language that Rota speaks. */
export type Locale = 'en' | 'zh-CN';

/** Every language that Rota speaks, in the order in which it is offered. */
export const LOCALES: readonly Locale[] = ['en', 'zh-CN'];

/**
 * The first of the person's languages (BCP 47 tags, best first) that Rota speaks, else English. Traditional
 * Chinese is another script and not taken for Simplified.
 */
export function matchLocale(preferred: readonly string[]): Locale {
  for (const tag of preferred) {
    const [language, ...subtags] = tag.toLowerCase().split('-');
    if (language === 'en') return 'en';
    if (language === 'zh' && !subtags.some((subtag) => TRADITIONAL.includes(subtag))) return 'zh-CN';
  }
  return 'en';
}

const TRADITIONAL: readonly string[] = ['hant', 'tw', 'hk', 'mo'];
