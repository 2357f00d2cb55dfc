import { errorAnswer } from '../../wire/answer.ts';
import type { Fault } from '../fault.ts';

/** The client sent something wrong: no other account would answer differently. */
export const invalidRequest: Fault = {
  name: 'invalid-request',
  description: 'Answers 400 invalid_request_error.',
  on: 'api',
  phase: 'before-commit',
  appliesTo: 'both',
  ending: 'error-answer',
  play: ({ send, requestId }) =>
    send(
      errorAnswer(
        400,
        'invalid_request_error',
        'messages.1.content: Input should be a valid list',
        requestId,
      ),
    ),
};
