import { useSyncExternalStore } from 'react';
import { LOCALES, type Locale, matchLocale } from '../../src-shared/i18n/locale.ts';

/** How the person wants the page to look and speak; kept in this browser only. */
export interface Preferences {
  readonly theme: 'system' | 'light' | 'dark';
  readonly language: 'system' | Locale;
}

const THEMES: readonly Preferences['theme'][] = ['system', 'light', 'dark'];
const LANGUAGES: readonly Preferences['language'][] = ['system', ...LOCALES];

const THEME_KEY = 'rota.theme';
const LANGUAGE_KEY = 'rota.language';
const CHANGED = 'rota:preferences';

/** The preferences as they are stored at this moment. */
export function readPreferences(): Preferences {
  return { theme: read(THEME_KEY, THEMES), language: read(LANGUAGE_KEY, LANGUAGES) };
}

/** The language that the page is wanted in: the chosen one, else the first of the browser's that Rota speaks. */
export function localeOf({ language }: Preferences): Locale {
  return language === 'system' ? matchLocale(navigator.languages) : language;
}

/** The preferences in force; a change in another window of Rota is heard as well. */
export function usePreferences(): Preferences {
  const theme = useSyncExternalStore(subscribe, () => read(THEME_KEY, THEMES));
  const language = useSyncExternalStore(subscribe, () => read(LANGUAGE_KEY, LANGUAGES));
  return { theme, language };
}

/** Stores a changed preference and applies it everywhere at once. */
export function setPreference<Name extends keyof Preferences>(name: Name, value: Preferences[Name]): void {
  localStorage.setItem(name === 'theme' ? THEME_KEY : LANGUAGE_KEY, value);
  window.dispatchEvent(new Event(CHANGED));
}

/** The first of the allowed values stands for "not set", and for whatever an older version may have stored. */
function read<Value extends string>(key: string, allowed: readonly Value[]): Value {
  const stored = localStorage.getItem(key);
  return allowed.find((value) => value === stored) ?? (allowed[0] as Value);
}

function subscribe(listener: () => void): () => void {
  window.addEventListener(CHANGED, listener);
  window.addEventListener('storage', listener);
  return () => {
    window.removeEventListener(CHANGED, listener);
    window.removeEventListener('storage', listener);
  };
}
