import type { UiMessageId } from '../../../src-shared/i18n/ui-en.ts';

/** The sentence for each outcome of a try (see the outcome table in ARCHITECTURE.md); others are named as they are. */
export const ATTEMPT_WORDS: Readonly<Record<string, UiMessageId>> = {
  succeeded: 'attempt.succeeded',
  'quota-rejected': 'attempt.quota-rejected',
  throttled: 'attempt.throttled',
  overloaded: 'attempt.overloaded',
  unauthorized: 'attempt.unauthorized',
  forbidden: 'attempt.forbidden',
  'out-of-credit': 'attempt.out-of-credit',
  rejected: 'attempt.rejected',
  blocked: 'attempt.blocked',
  'upstream-failed': 'attempt.upstream-failed',
  'local-origin-failed': 'attempt.local-origin-failed',
  'client-aborted': 'attempt.client-aborted',
};
