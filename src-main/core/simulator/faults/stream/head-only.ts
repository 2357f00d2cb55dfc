import type { Fault } from '../fault.ts';

/** The head came, so only a watch over the body notices. */
export const headOnly: Fault = {
  name: 'head-only',
  description: 'Sends the response head and then nothing.',
  on: 'api',
  phase: 'before-commit',
  appliesTo: 'both',
  ending: 'silence',
  play({ exchange, stream }) {
    exchange.begin(200, [['content-type', stream ? 'text/event-stream; charset=utf-8' : 'application/json']]);
    return exchange.ended();
  },
};
