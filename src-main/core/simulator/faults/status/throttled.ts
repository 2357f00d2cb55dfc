import { errorAnswer } from '../../wire/answer.ts';
import type { Fault } from '../fault.ts';

/** A burst limit or an uncovered request shape: nothing in it speaks of a quota. */
export const throttled: Fault = {
  name: 'throttled',
  description: 'Answers 429 without any rate limit header.',
  on: 'api',
  phase: 'before-commit',
  appliesTo: 'both',
  ending: 'error-answer',
  play: ({ send, requestId }) =>
    send(errorAnswer(429, 'rate_limit_error', 'Error', requestId, [['x-should-retry', 'true']])),
};
