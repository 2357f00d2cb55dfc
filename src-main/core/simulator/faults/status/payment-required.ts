import { errorAnswer } from '../../wire/answer.ts';
import type { Fault } from '../fault.ts';

/** The other way in which the vendor tells that an account has no credit left. */
export const paymentRequired: Fault = {
  name: 'payment-required',
  description: 'Answers 402 billing_error.',
  on: 'api',
  phase: 'before-commit',
  appliesTo: 'both',
  ending: 'error-answer',
  play: ({ send, requestId }) =>
    send(
      errorAnswer(
        402,
        'billing_error',
        'Your account has no credit left. Please check your billing details.',
        requestId,
      ),
    ),
};
