import { reasonWordsEn } from '../../src-shared/i18n/reason-words-en.ts';
import { uiEn } from '../../src-shared/i18n/ui-en.ts';
import type { Catalogue } from './catalogue.ts';

/** The page in English; a file of its own in the built page (see `load-catalogue.ts`). */
export const catalogueEn: Catalogue = { locale: 'en', messages: uiEn, reasons: reasonWordsEn };
