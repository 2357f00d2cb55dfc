import { useEffect, useState } from 'react';
import type { Locale } from '../../src-shared/i18n/locale.ts';
import type { Catalogue } from './catalogue.ts';
import { loadCatalogue } from './load-catalogue.ts';

/** The catalogue of the wanted language, and until that is there the one before it: never a page without words. */
export function useCatalogue(wanted: Locale, first: Catalogue): Catalogue {
  const [catalogue, setCatalogue] = useState(first);
  useEffect(() => {
    if (catalogue.locale === wanted) return;
    const left = new AbortController();
    void loadCatalogue(wanted, left.signal).then((loaded) => {
      if (!left.signal.aborted) setCatalogue(loaded);
    });
    return () => left.abort();
  }, [wanted, catalogue]);
  return catalogue;
}
