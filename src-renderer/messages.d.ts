import type { UiMessageId } from '../src-shared/i18n/ui-en.ts';

declare global {
  namespace FormatjsIntl {
    /** Makes a message id that is not in the catalogue a type error. */
    interface Message {
      ids: UiMessageId;
    }
  }
}
