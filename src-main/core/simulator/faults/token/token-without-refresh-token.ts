import type { Fault } from '../fault.ts';
import { changeTokenBody } from '../token-body.ts';

/** A server that does not rotate: the old refresh token is kept (RFC 6749 section 6). */
export const tokenWithoutRefreshToken: Fault = {
  name: 'token-without-refresh-token',
  description: 'Answers a token request without refresh_token, and leaves the old one valid.',
  on: 'token-endpoint',
  phase: 'before-commit',
  appliesTo: 'plain',
  ending: 'whole-answer',
  play({ send, usualAnswer, keepRefreshToken }) {
    const answer = changeTokenBody(usualAnswer(), ({ refresh_token: _, ...rest }) => rest);
    keepRefreshToken();
    return send(answer);
  },
};
