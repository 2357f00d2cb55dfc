import { bodyBytes } from '../body-bytes.ts';
import type { Fault } from '../fault.ts';

const PIECE_BYTES = 7;

/** Every boundary of the format falls between two pieces somewhere. */
export const slowDrip: Fault = {
  name: 'slow-drip',
  description: 'Sends the answer in pieces of 7 bytes.',
  on: 'api',
  phase: 'after-commit',
  appliesTo: 'both',
  ending: 'whole-answer',
  async play({ exchange, usualAnswer }) {
    const answer = usualAnswer();
    const body = bodyBytes(exchange, answer);
    exchange.begin(answer.status, answer.headers);
    for (let at = 0; at < body.length && !exchange.gone.aborted; at += PIECE_BYTES) {
      await exchange.write(body.subarray(at, at + PIECE_BYTES));
      await exchange.settle();
    }
    exchange.finish();
  },
};
