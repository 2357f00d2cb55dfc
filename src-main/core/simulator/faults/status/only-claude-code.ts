import { errorAnswer } from '../../wire/answer.ts';
import type { Fault } from '../fault.ts';

/** Policy, not the account: seen where a subscription token is used for other requests. */
export const onlyClaudeCode: Fault = {
  name: 'only-claude-code',
  description: 'Answers 400 and says that the credential is only authorized for use with Claude Code.',
  on: 'api',
  phase: 'before-commit',
  appliesTo: 'both',
  ending: 'error-answer',
  play: ({ send, requestId }) =>
    send(
      errorAnswer(
        400,
        'invalid_request_error',
        'This credential is only authorized for use with Claude Code and cannot be used for other API requests.',
        requestId,
      ),
    ),
};
