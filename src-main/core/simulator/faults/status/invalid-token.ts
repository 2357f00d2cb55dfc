import { errorAnswer } from '../../wire/answer.ts';
import type { Fault } from '../fault.ts';

/** The bearer token is not accepted, whether or not it has run out. */
export const invalidToken: Fault = {
  name: 'invalid-token',
  description: 'Answers 401 authentication_error.',
  on: 'api',
  phase: 'before-commit',
  appliesTo: 'both',
  ending: 'error-answer',
  play: ({ send, requestId }) =>
    send(errorAnswer(401, 'authentication_error', 'Invalid bearer token', requestId)),
};
