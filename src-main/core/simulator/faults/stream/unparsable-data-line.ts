import type { Fault } from '../fault.ts';
import { sendHalf } from '../send-half.ts';

/** One event is not JSON; the rest of the stream is right. */
export const unparsableDataLine: Fault = {
  name: 'unparsable-data-line',
  description: 'Sends a data line in the middle of the stream that is not JSON.',
  on: 'api',
  phase: 'after-commit',
  appliesTo: 'stream',
  ending: 'broken-answer',
  async play({ exchange, usualAnswer }) {
    const rest = await sendHalf(exchange, usualAnswer());
    await exchange.write('event: content_block_delta\ndata: {"type":"content_block_del\n\n');
    for (const event of rest) await exchange.writeEvent(event);
    exchange.finish();
  },
};
