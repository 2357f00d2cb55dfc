import type { Fault } from '../fault.ts';
import { sendHalf } from '../send-half.ts';

/** The peer has half of an answer that nobody can continue. */
export const resetMidStream: Fault = {
  name: 'reset-mid-stream',
  description: 'Resets the connection in the middle of the answer.',
  on: 'api',
  phase: 'after-commit',
  appliesTo: 'both',
  ending: 'broken-answer',
  async play({ exchange, usualAnswer }) {
    await sendHalf(exchange, usualAnswer());
    await exchange.settle();
    exchange.reset();
  },
};
