import type { Fault } from '../fault.ts';

const MAX_BYTES = 64 * 1024 * 1024;
const PIECE = Buffer.alloc(64 * 1024, 'a');

/** A reader that waits for the end of the line fills its memory. */
export const endlessLine: Fault = {
  name: 'endless-line',
  description: 'Begins an event whose line never ends, until the peer leaves or 64 MB are sent.',
  on: 'api',
  phase: 'before-commit',
  appliesTo: 'stream',
  ending: 'broken-answer',
  async play({ exchange }) {
    exchange.begin(200, [['content-type', 'text/event-stream; charset=utf-8']]);
    await exchange.write('event: message_start\ndata: {"type":"message_start","padding":"');
    for (let sent = 0; sent < MAX_BYTES && !exchange.gone.aborted; sent += PIECE.length)
      await exchange.write(PIECE);
    exchange.finish();
  },
};
