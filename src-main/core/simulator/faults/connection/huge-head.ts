import type { Fault } from '../fault.ts';

const HEADER_COUNT = 128;
const PADDING = 'a'.repeat(8 * 1024);

/** A response head that no peer should keep in memory. */
export const hugeHead: Fault = {
  name: 'huge-head',
  description: 'Sends a response head of one megabyte.',
  on: 'api',
  phase: 'before-commit',
  appliesTo: 'both',
  ending: 'broken-answer',
  async play({ exchange }) {
    const lines = Array.from({ length: HEADER_COUNT }, (_, index) => `x-padding-${index}: ${PADDING}`);
    await exchange.writeRaw(`HTTP/1.1 200 OK\r\n${lines.join('\r\n')}\r\ncontent-length: 2\r\n\r\n{}`);
    exchange.hangUp();
  },
};
