import type { Fault } from '../fault.ts';
import { changeTokenBody } from '../token-body.ts';

/** A success without the one thing that was asked for. */
export const tokenWithoutAccessToken: Fault = {
  name: 'token-without-access-token',
  description: 'Answers a token request with 200 and no access_token.',
  on: 'token-endpoint',
  phase: 'before-commit',
  appliesTo: 'plain',
  ending: 'broken-answer',
  play: ({ send, usualAnswer }) =>
    send(changeTokenBody(usualAnswer(), ({ access_token: _, ...rest }) => rest)),
};
