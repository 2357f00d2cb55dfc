import { errorAnswer } from '../../wire/answer.ts';
import type { Fault } from '../fault.ts';

/** A throttle that says how long to wait, in seconds. */
export function throttledFor(seconds: number): Fault {
  return {
    name: 'throttled-with-retry-after',
    description: 'Answers 429 with retry-after and no other rate limit header.',
    on: 'api',
    phase: 'before-commit',
    appliesTo: 'both',
    ending: 'error-answer',
    play: ({ send, requestId }) =>
      send(
        errorAnswer(429, 'rate_limit_error', 'Error', requestId, [
          ['retry-after', String(seconds)],
          ['x-should-retry', 'true'],
        ]),
      ),
  };
}

/** A short throttle. */
export const throttledWithRetryAfter: Fault = throttledFor(2);
