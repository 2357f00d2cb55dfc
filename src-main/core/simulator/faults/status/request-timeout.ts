import { errorAnswer } from '../../wire/answer.ts';
import type { Fault } from '../fault.ts';

/** The upstream waited too long for the request. */
export const requestTimeout: Fault = {
  name: 'request-timeout',
  description: 'Answers 408 timeout_error.',
  on: 'api',
  phase: 'before-commit',
  appliesTo: 'both',
  ending: 'error-answer',
  play: ({ send, requestId }) => send(errorAnswer(408, 'timeout_error', 'Request timed out', requestId)),
};
