import { errorAnswer } from '../../wire/answer.ts';
import type { Fault } from '../fault.ts';

/** A 403 that speaks of the token, unlike a permission error. */
export const tokenRevoked: Fault = {
  name: 'token-revoked',
  description: 'Answers 403 and says that the OAuth token has been revoked.',
  on: 'api',
  phase: 'before-commit',
  appliesTo: 'both',
  ending: 'error-answer',
  play: ({ send, requestId }) =>
    send(errorAnswer(403, 'permission_error', 'OAuth token has been revoked', requestId)),
};
