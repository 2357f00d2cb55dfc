import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ResponseReader } from '../../bench/response-reader.ts';

interface Seen {
  readonly status: number;
  readonly payload: string;
}

/** Feeds the bytes cut at the given offsets and returns the answers that were complete. */
function read(text: string, cuts: readonly number[] = []): Seen[] {
  const bytes = Buffer.from(text);
  const seen: Seen[] = [];
  let status = 0;
  let payload = '';
  const reader = new ResponseReader({
    onHead: (value) => {
      status = value;
    },
    onBody: (buffer, start, end) => {
      payload += buffer.toString('latin1', start, end);
    },
    onEnd: () => {
      seen.push({ status, payload });
      payload = '';
    },
  });
  const offsets = [0, ...[...cuts].sort((a, b) => a - b), bytes.length];
  for (let index = 1; index < offsets.length; index++) {
    // As from a socket: at the front of a larger buffer that holds other bytes behind.
    const piece = Buffer.alloc(bytes.length + 16, '\n');
    const length = bytes.copy(piece, 0, offsets[index - 1], offsets[index]);
    reader.push(piece, length);
  }
  return seen;
}

const FIXED = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello';
const CHUNKED =
  'HTTP/1.1 429 Too Many\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n1B;ext=1\r\n012345678901234567890123456\r\n0\r\n\r\n';
const EMPTY = 'HTTP/1.1 204 No Content\r\ncontent-length: 0\r\n\r\n';

describe('reading answers off a connection', () => {
  it('reads both framings, one answer after another', () => {
    expect(read(FIXED + CHUNKED + EMPTY + FIXED)).toEqual([
      { status: 200, payload: 'hello' },
      { status: 429, payload: 'abcd012345678901234567890123456' },
      { status: 204, payload: '' },
      { status: 200, payload: 'hello' },
    ]);
  });

  it('finds the same answers however the bytes arrive', () => {
    const text = FIXED + CHUNKED + EMPTY + CHUNKED;
    const whole = read(text);
    fc.assert(
      fc.property(fc.array(fc.nat(text.length)), (cuts) => {
        expect(read(text, cuts)).toEqual(whole);
      }),
      { numRuns: 200 },
    );
    const everyByte = Array.from({ length: text.length }, (_, index) => index);
    expect(read(text, everyByte)).toEqual(whole);
  });

  it('reads trailers to their end', () => {
    const text = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nx-sum: 1\r\n\r\n';
    expect(read(text + FIXED)).toEqual([
      { status: 200, payload: 'ok' },
      { status: 200, payload: 'hello' },
    ]);
  });

  it.each([
    ['another protocol', 'SSH-2.0-OpenSSH\r\n\r\n'],
    ['an answer without framing', 'HTTP/1.1 200 OK\r\n\r\nhello'],
    [
      'a chunk that is longer than it says',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n',
    ],
    ['a chunk size that is no number', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\nabc\r\n'],
    ['a head without end', `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(40_000)}`],
  ])('refuses %s', (_, text) => {
    expect(() => read(text)).toThrow();
  });
});
