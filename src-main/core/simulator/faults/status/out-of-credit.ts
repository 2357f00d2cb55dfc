import { errorAnswer } from '../../wire/answer.ts';
import type { Fault } from '../fault.ts';

/** The account has no credit left. */
export const outOfCredit: Fault = {
  name: 'out-of-credit',
  description: 'Answers 400 and says that the credit balance is too low.',
  on: 'api',
  phase: 'before-commit',
  appliesTo: 'both',
  ending: 'error-answer',
  play: ({ send, requestId }) =>
    send(
      errorAnswer(
        400,
        'invalid_request_error',
        'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.',
        requestId,
      ),
    ),
};
