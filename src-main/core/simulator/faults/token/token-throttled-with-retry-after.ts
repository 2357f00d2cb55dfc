import { errorAnswer } from '../../wire/answer.ts';
import type { Fault } from '../fault.ts';

/** A throttle that says how long to wait. */
export const tokenThrottledWithRetryAfter: Fault = {
  name: 'token-throttled-with-retry-after',
  description: 'Answers a token request with 429 and retry-after 30.',
  on: 'token-endpoint',
  phase: 'before-commit',
  appliesTo: 'plain',
  ending: 'error-answer',
  play: ({ send, requestId }) =>
    send(
      errorAnswer(429, 'rate_limit_error', 'Rate limited. Please try again later.', requestId, [
        ['retry-after', '30'],
      ]),
    ),
};
