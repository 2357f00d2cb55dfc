import type { Fault } from '../fault.ts';

/** What a port gives that speaks another protocol. */
export const garbageInsteadOfHttp: Fault = {
  name: 'garbage-instead-of-http',
  description: 'Sends bytes that are not HTTP and closes.',
  on: 'api',
  phase: 'before-commit',
  appliesTo: 'both',
  ending: 'broken-answer',
  async play({ exchange }) {
    await exchange.writeRaw(Buffer.from('\x15\x03\x01\x00\x02\x02\x46 not http\r\n\r\n', 'latin1'));
    exchange.hangUp();
  },
};
