import type { Fault } from '../fault.ts';

/** Nothing happened at the server: the refresh token is still good. */
export const tokenResetBeforeProcessing: Fault = {
  name: 'token-reset-before-processing',
  description: 'Resets the connection of a token request before anything is done.',
  on: 'token-endpoint',
  phase: 'before-commit',
  appliesTo: 'plain',
  ending: 'no-answer',
  play: ({ exchange }) => exchange.reset(),
};
