import type { Fault } from '../fault.ts';
import { changeTokenBody } from '../token-body.ts';

/** A life beyond every calendar. */
export const tokenAbsurdExpiry: Fault = {
  name: 'token-absurd-expiry',
  description: 'Answers a token request with an expires_in of a quadrillion seconds.',
  on: 'token-endpoint',
  phase: 'before-commit',
  appliesTo: 'plain',
  ending: 'broken-answer',
  play: ({ send, usualAnswer }) =>
    send(changeTokenBody(usualAnswer(), (fields) => ({ ...fields, expires_in: 1e15 }))),
};
