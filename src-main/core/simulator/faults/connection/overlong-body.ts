import { bodyBytes } from '../body-bytes.ts';
import type { Fault } from '../fault.ts';

const EXCESS_BYTES = 10;

/** The body goes on after the length that the head promised. */
export const overlongBody: Fault = {
  name: 'overlong-body',
  description: 'Promises 10 bytes less than it sends.',
  on: 'api',
  phase: 'after-commit',
  appliesTo: 'plain',
  ending: 'broken-answer',
  async play({ exchange, usualAnswer }) {
    const answer = usualAnswer();
    const body = bodyBytes(exchange, answer);
    exchange.begin(answer.status, [
      ...answer.headers,
      ['content-length', String(body.length - EXCESS_BYTES)],
    ]);
    // Apart, or a peer could meet the wrong bytes before it has seen the right ones.
    await exchange.write(body.subarray(0, -EXCESS_BYTES));
    await exchange.settle();
    await exchange.write(body.subarray(-EXCESS_BYTES));
    exchange.finish();
  },
};
