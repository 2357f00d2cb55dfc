import type { Fault } from '../fault.ts';

/** The rotated refresh token is lost on the way: only a new sign-in helps. */
export const tokenResetAfterProcessing: Fault = {
  name: 'token-reset-after-processing',
  description: 'Does what a token request asks and resets the connection instead of answering.',
  on: 'token-endpoint',
  phase: 'before-commit',
  appliesTo: 'plain',
  ending: 'no-answer',
  play({ exchange, usualAnswer }) {
    usualAnswer();
    exchange.reset();
  },
};
