import { errorEvent } from '../../wire/sse-event.ts';
import type { Fault } from '../fault.ts';
import { sendHalf } from '../send-half.ts';

/** The upstream gives up in the middle and says so. */
export const errorEventMidStream: Fault = {
  name: 'error-event-mid-stream',
  description: 'Sends an error event in the middle of the stream and ends it.',
  on: 'api',
  phase: 'after-commit',
  appliesTo: 'stream',
  ending: 'broken-answer',
  async play({ exchange, usualAnswer, requestId }) {
    await sendHalf(exchange, usualAnswer());
    await exchange.writeEvent(errorEvent('overloaded_error', 'Overloaded', requestId));
    exchange.finish();
  },
};
