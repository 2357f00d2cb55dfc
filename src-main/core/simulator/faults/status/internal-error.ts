import { errorAnswer } from '../../wire/answer.ts';
import type { Fault } from '../fault.ts';

/** The upstream failed; the work may have been done and billed. */
export const internalError: Fault = {
  name: 'internal-error',
  description: 'Answers 500 api_error.',
  on: 'api',
  phase: 'before-commit',
  appliesTo: 'both',
  ending: 'error-answer',
  play: ({ send, requestId }) => send(errorAnswer(500, 'api_error', 'Internal server error', requestId)),
};
