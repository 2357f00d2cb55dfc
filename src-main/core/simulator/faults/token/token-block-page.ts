import { blockPage } from '../block-page.ts';
import type { Fault } from '../fault.ts';

/** A robot check before the token endpoint: no verdict on the refresh token. */
export const tokenBlockPage: Fault = {
  name: 'token-block-page',
  description: 'Answers a token request with 403 and an HTML page.',
  on: 'token-endpoint',
  phase: 'before-commit',
  appliesTo: 'plain',
  ending: 'error-answer',
  play: ({ send }) => send(blockPage()),
};
