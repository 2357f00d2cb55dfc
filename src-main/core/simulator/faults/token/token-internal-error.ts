import { errorAnswer } from '../../wire/answer.ts';
import type { Fault } from '../fault.ts';

/** The token endpoint is in trouble: the refresh token may still be good. */
export const tokenInternalError: Fault = {
  name: 'token-internal-error',
  description: 'Answers a token request with 500.',
  on: 'token-endpoint',
  phase: 'before-commit',
  appliesTo: 'plain',
  ending: 'error-answer',
  play: ({ send, requestId }) => send(errorAnswer(500, 'api_error', 'Internal server error', requestId)),
};
