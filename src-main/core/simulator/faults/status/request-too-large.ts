import { errorAnswer } from '../../wire/answer.ts';
import type { Fault } from '../fault.ts';

/** The body is over the limit of the upstream. */
export const requestTooLarge: Fault = {
  name: 'request-too-large',
  description: 'Answers 413 request_too_large.',
  on: 'api',
  phase: 'before-commit',
  appliesTo: 'both',
  ending: 'error-answer',
  play: ({ send, requestId }) =>
    send(errorAnswer(413, 'request_too_large', 'Request exceeds the maximum size', requestId)),
};
