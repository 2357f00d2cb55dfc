import { type Locale, matchLocale } from '../../src-shared/i18n/locale.ts';

/** The language of a terminal, from `LC_ALL`, `LC_MESSAGES` and `LANG` in the order of POSIX, e.g. `zh_CN.UTF-8`. */
export function localeOfEnvironment(env: Readonly<Record<string, string | undefined>>): Locale {
  const name = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '';
  return matchLocale([name.replace(/[.@].*$/, '').replaceAll('_', '-')]);
}
