import type { Locale } from '../../src-shared/i18n/locale.ts';
import type { Catalogue } from './catalogue.ts';

/** Nobody reads two languages at once: each is a file of its own, fetched when it is wanted. */
const FILES: Readonly<Record<Locale, () => Promise<Catalogue>>> = {
  en: async () => (await import('./catalogue-en.ts')).catalogueEn,
  'zh-CN': async () => (await import('./catalogue-zh-cn.ts')).catalogueZhCn,
};

const TRY_AGAIN_MS = 1000;

/**
 * The catalogue of one language. Where its file cannot be fetched, because Rota has just stopped, it is asked for
 * again and again; after `signal` has aborted nothing is asked for any more and the promise stays open.
 */
export function loadCatalogue(locale: Locale, signal?: AbortSignal): Promise<Catalogue> {
  return new Promise((resolve) => {
    const ask = () => {
      if (signal?.aborted) return;
      FILES[locale]().then(resolve, () => setTimeout(ask, TRY_AGAIN_MS));
    };
    ask();
  });
}
