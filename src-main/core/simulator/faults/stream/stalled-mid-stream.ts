import type { Fault } from '../fault.ts';
import { sendHalf } from '../send-half.ts';

/** Half an answer and then silence. */
export const stalledMidStream: Fault = {
  name: 'stalled-mid-stream',
  description: 'Stops in the middle of the answer and keeps the connection open.',
  on: 'api',
  phase: 'after-commit',
  appliesTo: 'both',
  ending: 'silence',
  async play({ exchange, usualAnswer }) {
    await sendHalf(exchange, usualAnswer());
    await exchange.ended();
  },
};
