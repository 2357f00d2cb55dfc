import { describe, expect, it } from 'vitest';
import type { ParsedHead } from '../../../../src-main/core/gateway/upstream/answer-head.ts';
import { AnswerParser, MAX_HEAD_BYTES } from '../../../../src-main/core/gateway/upstream/answer-parser.ts';
import { InvalidAnswerError } from '../../../../src-main/core/gateway/upstream/exchange-errors.ts';

interface Told {
  readonly heads: ParsedHead[];
  body: string;
  ends: number;
  refused: boolean;
}

/** What a parser tells about bytes that all arrive in the same buffer, which is overwritten after every read. */
function read(pieces: readonly string[], { method = 'GET', close = false } = {}): Told {
  const told: Told = { heads: [], body: '', ends: 0, refused: false };
  const kept: Buffer[] = [];
  const parser = new AnswerParser({
    onHead(head) {
      expect(told.ends).toBe(0);
      told.heads.push(head);
    },
    onPiece(piece) {
      expect(told.heads).toHaveLength(1);
      expect(told.ends).toBe(0);
      expect(piece.length).toBeGreaterThan(0);
      kept.push(piece);
    },
    onEnd() {
      told.ends++;
    },
  });
  const buffer = Buffer.alloc(Math.max(1, ...pieces.map((piece) => piece.length)));
  parser.begin(method);
  try {
    for (const piece of pieces) {
      const length = buffer.write(piece, 'latin1');
      parser.push(buffer.subarray(0, length));
      buffer.fill('!');
    }
    if (close) expect(parser.close()).toBe(told.ends === 1);
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidAnswerError);
    told.refused = true;
  }
  told.body = Buffer.concat(kept).toString('latin1');
  return told;
}

/** The answer whole, byte by byte, and cut in two at every place. */
function* cuts(answer: string): Generator<string[]> {
  yield [answer];
  yield [...answer];
  for (let at = 1; at < answer.length; at++) yield [answer.slice(0, at), answer.slice(at)];
}

const head = (...headers: string[]) =>
  `HTTP/1.1 200 OK\r\n${headers.map((line) => `${line}\r\n`).join('')}\r\n`;
const chunked = (rest: string) => head('transfer-encoding: chunked') + rest;
const hint = 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n';
const filler = (bytes: number) => 'x'.repeat(bytes);

describe('an answer', () => {
  it.each([
    ['with a length', `${head('content-length: 5')}hello`, 'hello'],
    ['with a length of nothing', head('content-length: 0'), ''],
    ['with a length of nothing in many digits', head('content-length: 000'), ''],
    [
      'whose body looks like a head',
      `${head('content-length: 19')}HTTP/1.1 200 OK\r\n\r\n`,
      'HTTP/1.1 200 OK\r\n\r\n',
    ],
    ['in one chunk', chunked('5\r\nhello\r\n0\r\n\r\n'), 'hello'],
    ['in several chunks', chunked('2\r\nhe\r\n1\r\nl\r\n2\r\nlo\r\n0\r\n\r\n'), 'hello'],
    [
      'in a chunk of ten and more',
      chunked(`1A\r\n${filler(26)}\r\n00b\r\n${filler(11)}\r\n0\r\n\r\n`),
      filler(37),
    ],
    ['in chunks with CR and LF in them', chunked('4\r\n\r\n\r\n\r\n2\r\n0\r\r\n0\r\n\r\n'), '\r\n\r\n0\r'],
    ['in no chunk', chunked('0\r\n\r\n'), ''],
    ['with a last chunk of many digits', chunked('1\r\na\r\n0000000000000\r\n\r\n'), 'a'],
    ['with extensions', chunked('5;a;b=c;d="e;\t f"\r\nhello\r\n0;last\r\n\r\n'), 'hello'],
    ['with an empty extension', chunked('5;\r\nhello\r\n0;\r\n\r\n'), 'hello'],
    ['with trailers', chunked('5\r\nhello\r\n0\r\nx: y\r\nchecksum: a\tb \xff\r\n\r\n'), 'hello'],
    ['after interim answers', `${hint + hint + head('content-length: 2')}ok`, 'ok'],
    [
      'in chunks after an interim answer',
      `HTTP/1.1 100 Continue\r\n\r\n${chunked('2\r\nok\r\n0\r\n\r\n')}`,
      'ok',
    ],
  ])('%s is the same whole, byte by byte and cut anywhere', (_name, answer, body) => {
    for (const pieces of cuts(answer)) {
      const told = read(pieces);
      expect(told).toMatchObject({ body, ends: 1, refused: false });
      expect(told.heads.map(({ status }) => status)).toEqual([200]);
      expect(told.heads[0]!.headers.count).toBe(1);
    }
  });

  it.each([
    ['HEAD', 200, 'content-length: 5'],
    ['HEAD', 200, 'transfer-encoding: chunked'],
    ['HEAD', 404, 'x: y'],
    ['GET', 204, 'x: y'],
    ['GET', 204, 'content-length: 5'],
    ['GET', 304, 'content-length: 5'],
    ['GET', 304, 'transfer-encoding: chunked'],
  ])('to %s with %i and "%s" ends with its head', (method, status, header) => {
    for (const pieces of cuts(`HTTP/1.1 ${status} X\r\n${header}\r\n\r\n`)) {
      expect(read(pieces, { method })).toMatchObject({ body: '', ends: 1, refused: false });
    }
  });

  it('without a length lasts until the upstream closes', () => {
    for (const pieces of cuts(`${head('x: y')}hello\r\n\r\nHTTP/1.1 200 OK\r\n\r\n`)) {
      expect(read(pieces).ends).toBe(0);
      expect(read(pieces, { close: true })).toMatchObject({
        body: 'hello\r\n\r\nHTTP/1.1 200 OK\r\n\r\n',
        ends: 1,
        refused: false,
      });
    }
    expect(read([head('x: y')], { close: true })).toMatchObject({ body: '', ends: 1 });
  });

  it.each([
    ['its head', 'HTTP/1.1 200 OK\r\ncontent-le'],
    ['its first byte', ''],
    ['an interim answer', hint],
    ['a body with a length', `${head('content-length: 5')}hell`],
    ['a body whose length is still all to come', head('content-length: 5')],
    ['the size of a chunk', chunked('5')],
    ['a chunk', chunked('5\r\nhel')],
    ['chunks', chunked('5\r\nhello\r\n')],
    ['the last chunk', chunked('5\r\nhello\r\n0\r\n')],
    ['a trailer', chunked('5\r\nhello\r\n0\r\nx: y\r\n')],
    ['the very last byte', chunked('5\r\nhello\r\n0\r\n\r')],
  ])('that closes within %s has not ended', (_name, answer) => {
    for (const pieces of cuts(answer)) {
      expect(read(pieces, { close: true })).toMatchObject({ ends: 0, refused: false });
    }
  });
});

describe('a malformed answer', () => {
  it.each([
    ['HTTP/0.9', '<html>hello</html>\r\n\r\n'],
    ['HTTP/2.0', 'HTTP/2.0 200 OK\r\ncontent-length: 0\r\n\r\n'],
    ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['an empty line in front', `\r\n${head('content-length: 0')}`],
    ['a bare LF in front', `\n${head('content-length: 0')}`],
    ['lines that end with LF', 'HTTP/1.1 200 OK\ncontent-length: 0\n\n\r\n\r\n'],
    ['lines that end with CR', 'HTTP/1.1 200 OK\rcontent-length: 0\r\r\r\n\r\n'],
    ['a bare LF behind a header', 'HTTP/1.1 200 OK\r\nx: y\ncontent-length: 0\r\n\r\n'],
    ['a blank line of CR CR LF', 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\r\n\r\n'],
    ['both framings', `${head('content-length: 5', 'transfer-encoding: chunked')}0\r\n\r\n`],
    ['two lengths', `${head('content-length: 5', 'content-length: 2')}hello`],
    ['a signed length', `${head('content-length: +5')}hello`],
    [
      'a switch of protocols',
      'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n',
    ],
    ['a switch of protocols after a hint', `${hint}HTTP/1.1 101 Switching Protocols\r\n\r\n`],
    [
      'an interim answer with both framings',
      `HTTP/1.1 103 X\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n`,
    ],
  ])('with %s is refused before anything of it is told', (_name, answer) => {
    for (const pieces of cuts(answer))
      expect(read(pieces)).toMatchObject({ heads: [], ends: 0, refused: true });
  });

  it.each([
    ['no size', '\r\nhello\r\n0\r\n\r\n'],
    ['no size but an extension', ';a=b\r\nhello\r\n0\r\n\r\n'],
    ['a signed size', '+5\r\nhello\r\n0\r\n\r\n'],
    ['a negative size', '-5\r\nhello\r\n0\r\n\r\n'],
    ['a prefixed size', '0x5\r\nhello\r\n0\r\n\r\n'],
    ['a blank before the size', ' 5\r\nhello\r\n0\r\n\r\n'],
    ['a blank behind the size', '5 \r\nhello\r\n0\r\n\r\n'],
    ['a tab behind the size', '5\t;a\r\nhello\r\n0\r\n\r\n'],
    ['a size in no base', '5g\r\nhello\r\n0\r\n\r\n'],
    ['a size with an underscore', '1_0\r\nhello\r\n0\r\n\r\n'],
    ['a size that is not exact in a double', '20000000000000\r\nhello'],
    ['a size that would overflow into a small one', '10000000000000005\r\nhello\r\n0\r\n\r\n'],
    ['a size behind too many zeros', '00000000000005\r\nhello\r\n0\r\n\r\n'],
    ['a size that ends with LF', '5\nhello\r\n0\r\n\r\n'],
    ['a size that ends with CR', '5\rhello\r\n0\r\n\r\n'],
    ['a size that ends with CR CR LF', '5\r\r\nhello\r\n0\r\n\r\n'],
    ['an extension that ends with LF', '5;a\nhello\r\n0\r\n\r\n'],
    ['an extension with a CR inside', '5;a\rb\r\nhello\r\n0\r\n\r\n'],
    ['an extension with a NUL', '5;a\0b\r\nhello\r\n0\r\n\r\n'],
    ['no end of the chunk', '5\r\nhello0\r\n\r\n'],
    ['a chunk that ends with LF', '5\r\nhello\n0\r\n\r\n'],
    ['a chunk that ends with CR', '5\r\nhello\r0\r\n\r\n'],
    ['a chunk longer than its size', '5\r\nhello!\r\n0\r\n\r\n'],
    ['a chunk shorter than its size', '5\r\nhell\r\n0\r\n\r\nxx'],
    ['an end with LF', '5\r\nhello\r\n0\r\n\n'],
    ['an end with CR CR', '5\r\nhello\r\n0\r\n\r\r'],
    ['an end without its size', '5\r\nhello\r\n\r\n'],
    ['a trailer that ends with LF', '5\r\nhello\r\n0\r\nx: y\n\r\n'],
    ['a trailer with a CR inside', '5\r\nhello\r\n0\r\nx: y\rz\r\n\r\n'],
    ['a trailer with a NUL', '5\r\nhello\r\n0\r\nx: \0\r\n\r\n'],
    ['a trailer that begins with LF', '5\r\nhello\r\n0\r\n\nx: y\r\n\r\n'],
  ])('in chunks with %s never ends, whole, byte by byte or cut anywhere', (_name, rest) => {
    for (const pieces of cuts(chunked(rest))) {
      const told = read(pieces);
      expect(told).toMatchObject({ ends: 0, refused: true });
      expect(told.heads).toHaveLength(1);
    }
  });

  it.each([
    ['a body with a length', `${head('content-length: 2')}ok`],
    ['no body', head('content-length: 0')],
    ['chunks', chunked('2\r\nok\r\n0\r\n\r\n')],
    ['204', 'HTTP/1.1 204 No Content\r\n\r\n'],
  ])('with bytes behind %s ends once, and is refused then', (_name, answer) => {
    for (const junk of ['x', '\r\n', '\0', head('content-length: 0')]) {
      for (const pieces of cuts(answer + junk))
        expect(read(pieces)).toMatchObject({ ends: 1, refused: true });
    }
  });

  it('is refused before there is any request', () => {
    const parser = new AnswerParser({ onHead() {}, onPiece() {}, onEnd() {} });
    expect(() => parser.push(Buffer.from(head('content-length: 0')))).toThrow(InvalidAnswerError);
    expect(parser.close()).toBe(false);
  });
});

describe('limits', () => {
  const headOf = (bytes: number) => {
    const begin = 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\nx: ';
    return `${begin}${filler(bytes - begin.length)}\r\n\r\n`;
  };
  /** Cut at every place near the end, where the limit is. */
  const cutsNearEnd = (answer: string) => [
    [answer],
    ...Array.from({ length: 9 }, (_, i) => [answer.slice(0, -i - 1), answer.slice(-i - 1)]),
    [answer.slice(0, -6), ...answer.slice(-6)],
  ];

  it('let the largest head pass and no byte more, wherever it is cut', () => {
    for (const pieces of cutsNearEnd(headOf(MAX_HEAD_BYTES))) {
      expect(read(pieces)).toMatchObject({ ends: 1, refused: false });
    }
    for (const pieces of cutsNearEnd(headOf(MAX_HEAD_BYTES + 1))) {
      expect(read(pieces)).toMatchObject({ heads: [], ends: 0, refused: true });
    }
  });

  it('end a head that never ends', () => {
    const told = read([
      'HTTP/1.1 200 OK\r\n',
      ...Array.from({ length: 20 }, () => `x: ${filler(1_000)}\r\n`),
    ]);
    expect(told).toMatchObject({ heads: [], refused: true });
  });

  it('hold for each interim answer and for their number', () => {
    const last = head('content-length: 0');
    expect(read([hint.repeat(16) + last])).toMatchObject({ ends: 1, refused: false });
    expect(read([hint.repeat(17) + last])).toMatchObject({ ends: 0, refused: true });
    expect(read([...hint.repeat(17), ...last])).toMatchObject({ ends: 0, refused: true });
    const large = `HTTP/1.1 103 X\r\nx: ${filler(MAX_HEAD_BYTES - 19)}\r\n\r\n`;
    expect(read([large + large + last])).toMatchObject({ ends: 1, refused: false });
    expect(read([large.replace('x: ', 'x:  ') + last])).toMatchObject({ ends: 0, refused: true });
  });

  it('hold for what stands between and behind the chunks, in one answer together', () => {
    const extensions = (bytes: number) => chunked(`1;${filler(bytes)}\r\na\r\n`);
    const end = '0\r\n\r\n';
    expect(read([extensions(16_384) + end])).toMatchObject({ body: 'a', ends: 1, refused: false });
    expect(read([extensions(16_385) + end])).toMatchObject({ ends: 0, refused: true });
    expect(read([`${extensions(16_380)}0\r\nx: y\r\n\r\n`])).toMatchObject({ ends: 1, refused: false });
    expect(read([`${extensions(16_381)}0\r\nx: y\r\n\r\n`])).toMatchObject({ ends: 0, refused: true });
    expect(read([chunked(`0\r\n${'x: y\r\n'.repeat(5_000)}\r\n`)])).toMatchObject({ ends: 0, refused: true });
  });

  it('begin anew with the next answer on the connection', () => {
    let ends = 0;
    const parser = new AnswerParser({ onHead() {}, onPiece() {}, onEnd: () => void ends++ });
    const large = hint.repeat(16) + chunked(`1;${filler(16_000)}\r\na\r\n0\r\n\r\n`);
    for (let i = 1; i <= 3; i++) {
      parser.begin('GET');
      parser.push(Buffer.from(large));
      expect(ends).toBe(i);
    }
  });
});

it('one read with thousands of small chunks is one piece', () => {
  let pieces = 0;
  const parser = new AnswerParser({ onHead() {}, onPiece: () => void pieces++, onEnd() {} });
  parser.begin('GET');
  parser.push(Buffer.from(chunked('')));
  parser.push(Buffer.from('1\r\na\r\n'.repeat(8_000)));
  expect(pieces).toBe(1);
});
