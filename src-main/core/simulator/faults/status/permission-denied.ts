import { errorAnswer } from '../../wire/answer.ts';
import type { Fault } from '../fault.ts';

/** The account may not do this; the token is good. */
export const permissionDenied: Fault = {
  name: 'permission-denied',
  description: 'Answers 403 permission_error.',
  on: 'api',
  phase: 'before-commit',
  appliesTo: 'both',
  ending: 'error-answer',
  play: ({ send, requestId }) =>
    send(
      errorAnswer(
        403,
        'permission_error',
        'Your account does not have permission to use the specified resource.',
        requestId,
      ),
    ),
};
