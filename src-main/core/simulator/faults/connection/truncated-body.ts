import { bodyBytes } from '../body-bytes.ts';
import type { Fault } from '../fault.ts';

/** The body ends before the length that the head promised. */
export const truncatedBody: Fault = {
  name: 'truncated-body',
  description: 'Promises 100 bytes more than it sends, then closes.',
  on: 'api',
  phase: 'after-commit',
  appliesTo: 'plain',
  ending: 'broken-answer',
  async play({ exchange, usualAnswer }) {
    const answer = usualAnswer();
    const body = bodyBytes(exchange, answer);
    exchange.begin(answer.status, [...answer.headers, ['content-length', String(body.length + 100)]]);
    await exchange.write(body);
    exchange.hangUp();
  },
};
