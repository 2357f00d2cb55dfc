import type { Locale } from './locale.ts';

/** One text in every language that Rota speaks. */
export type Localized = Readonly<Record<Locale, string>>;

/** Words one thing in every language. */
export function localized(wordsIn: (locale: Locale) => string): Localized {
  return { en: wordsIn('en'), 'zh-CN': wordsIn('zh-CN') };
}
