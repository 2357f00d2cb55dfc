import { errorAnswer } from '../../wire/answer.ts';
import type { Fault } from '../fault.ts';

/** The upstream does not know the model. */
export const modelNotFound: Fault = {
  name: 'model-not-found',
  description: 'Answers 404 not_found_error.',
  on: 'api',
  phase: 'before-commit',
  appliesTo: 'both',
  ending: 'error-answer',
  play: ({ send, requestId }) =>
    send(errorAnswer(404, 'not_found_error', 'model: the requested model', requestId)),
};
