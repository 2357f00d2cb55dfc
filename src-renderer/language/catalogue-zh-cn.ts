import { reasonWordsZhCn } from '../../src-shared/i18n/reason-words-zh-cn.ts';
import { uiZhCn } from '../../src-shared/i18n/ui-zh-cn.ts';
import type { Catalogue } from './catalogue.ts';

/** The page in Simplified Chinese; a file of its own in the built page (see `load-catalogue.ts`). */
export const catalogueZhCn: Catalogue = { locale: 'zh-CN', messages: uiZhCn, reasons: reasonWordsZhCn };
