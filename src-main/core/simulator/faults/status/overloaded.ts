import { errorAnswer } from '../../wire/answer.ts';
import type { Fault } from '../fault.ts';

/** The trouble of the provider: it says nothing about the account. */
export const overloaded: Fault = {
  name: 'overloaded',
  description: 'Answers 529 overloaded_error.',
  on: 'api',
  phase: 'before-commit',
  appliesTo: 'both',
  ending: 'error-answer',
  play: ({ send, requestId }) => send(errorAnswer(529, 'overloaded_error', 'Overloaded', requestId)),
};
