import type { Fault } from '../fault.ts';

/** Only a timeout of the caller ends this. */
export const tokenSilent: Fault = {
  name: 'token-silent',
  description: 'Never answers a token request.',
  on: 'token-endpoint',
  phase: 'before-commit',
  appliesTo: 'plain',
  ending: 'silence',
  play: ({ exchange }) => exchange.ended(),
};
