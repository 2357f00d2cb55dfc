import { errorAnswer } from '../../wire/answer.ts';
import type { Fault } from '../fault.ts';

/** The endpoint has moved, as console.anthropic.com did in June 2026. */
export const tokenNotFound: Fault = {
  name: 'token-not-found',
  description: 'Answers a token request with 404.',
  on: 'token-endpoint',
  phase: 'before-commit',
  appliesTo: 'plain',
  ending: 'error-answer',
  play: ({ send, requestId }) => send(errorAnswer(404, 'not_found_error', 'Not found', requestId)),
};
