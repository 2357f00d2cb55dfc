import type { Fault } from '../fault.ts';
import { sendHalf } from '../send-half.ts';

/** HTTP says that all is well, the stream says that it is not. */
export const endWithoutMessageStop: Fault = {
  name: 'end-without-message-stop',
  description: 'Ends the stream in good order before message_stop.',
  on: 'api',
  phase: 'after-commit',
  appliesTo: 'stream',
  ending: 'broken-answer',
  async play({ exchange, usualAnswer }) {
    await sendHalf(exchange, usualAnswer());
    exchange.finish();
  },
};
