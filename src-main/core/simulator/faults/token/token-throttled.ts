import { errorAnswer } from '../../wire/answer.ts';
import type { Fault } from '../fault.ts';

/** The token endpoint throttles by caller; asking again at once makes it worse. */
export const tokenThrottled: Fault = {
  name: 'token-throttled',
  description: 'Answers a token request with 429 and no retry-after.',
  on: 'token-endpoint',
  phase: 'before-commit',
  appliesTo: 'plain',
  ending: 'error-answer',
  play: ({ send, requestId }) =>
    send(errorAnswer(429, 'rate_limit_error', 'Rate limited. Please try again later.', requestId)),
};
