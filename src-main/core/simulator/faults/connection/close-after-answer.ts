import type { Fault } from '../fault.ts';

/** The head says nothing of it, so the peer may already have put the connection back into its pool. */
export const closeAfterAnswer: Fault = {
  name: 'close-after-answer',
  description: 'Closes the connection after a whole answer.',
  on: 'api',
  phase: 'after-commit',
  appliesTo: 'both',
  ending: 'whole-answer',
  async play({ exchange, send, usualAnswer }) {
    await send(usualAnswer());
    exchange.hangUp();
  },
};
