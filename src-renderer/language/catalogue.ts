import type { Locale } from '../../src-shared/i18n/locale.ts';
import type { ReasonWords } from '../../src-shared/i18n/reason-words-en.ts';
import type { UiMessageId } from '../../src-shared/i18n/ui-en.ts';

/** All that the page says in one language. */
export interface Catalogue {
  readonly locale: Locale;
  readonly messages: Readonly<Record<UiMessageId, string>>;
  readonly reasons: ReasonWords;
}
