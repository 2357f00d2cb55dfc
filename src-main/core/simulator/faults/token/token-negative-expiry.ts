import type { Fault } from '../fault.ts';
import { changeTokenBody } from '../token-body.ts';

/** A life that is already over. */
export const tokenNegativeExpiry: Fault = {
  name: 'token-negative-expiry',
  description: 'Answers a token request with a negative expires_in.',
  on: 'token-endpoint',
  phase: 'before-commit',
  appliesTo: 'plain',
  ending: 'broken-answer',
  play: ({ send, usualAnswer }) =>
    send(changeTokenBody(usualAnswer(), (fields) => ({ ...fields, expires_in: -3600 }))),
};
