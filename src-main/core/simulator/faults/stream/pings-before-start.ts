import { pingEvent } from '../../wire/sse-event.ts';
import type { Fault } from '../fault.ts';

const PING_COUNT = 80;
const PING_INTERVAL_MS = 5_000;

/** A model that thinks for long: the pings must reach the client as they come. */
export const pingsBeforeStart: Fault = {
  name: 'pings-before-start',
  description: 'Sends a ping every 5 s for 400 s, then the whole answer.',
  on: 'api',
  phase: 'after-commit',
  appliesTo: 'stream',
  ending: 'whole-answer',
  async play({ exchange, usualAnswer }) {
    const { status, headers, body } = usualAnswer();
    exchange.begin(status, headers);
    for (let pings = 0; pings < PING_COUNT && !exchange.gone.aborted; pings += 1) {
      await exchange.writeEvent(pingEvent);
      await exchange.pause(PING_INTERVAL_MS);
    }
    if (body.kind === 'events') for (const event of body.events) await exchange.writeEvent(event);
    exchange.finish();
  },
};
