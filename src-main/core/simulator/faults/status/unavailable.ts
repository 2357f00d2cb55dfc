import { errorAnswer } from '../../wire/answer.ts';
import type { Fault } from '../fault.ts';

/** The upstream is down for a moment. */
export const unavailable: Fault = {
  name: 'unavailable',
  description: 'Answers 503 api_error.',
  on: 'api',
  phase: 'before-commit',
  appliesTo: 'both',
  ending: 'error-answer',
  play: ({ send, requestId }) => send(errorAnswer(503, 'api_error', 'Service unavailable', requestId)),
};
