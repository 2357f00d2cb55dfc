import { jsonAnswer } from '../../wire/answer.ts';
import type { Fault } from '../fault.ts';

/** The grant is over: only a new sign-in helps. */
export const tokenInvalidGrant: Fault = {
  name: 'token-invalid-grant',
  description: 'Answers a token request with 400 invalid_grant.',
  on: 'token-endpoint',
  phase: 'before-commit',
  appliesTo: 'plain',
  ending: 'error-answer',
  play: ({ send }) =>
    send(
      jsonAnswer(400, { error: 'invalid_grant', error_description: 'Refresh token not found or invalid' }),
    ),
};
