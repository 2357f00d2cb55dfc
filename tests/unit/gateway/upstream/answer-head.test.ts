import { describe, expect, it } from 'vitest';
import { parseAnswerHead } from '../../../../src-main/core/gateway/upstream/answer-head.ts';
import { InvalidAnswerError } from '../../../../src-main/core/gateway/upstream/exchange-errors.ts';

const parse = (lines: readonly string[], method = 'GET') => {
  const text = lines.join('\r\n');
  return parseAnswerHead(Buffer.from(`${text}\r\n\r\nbody`, 'latin1'), text.length, method);
};
const ok = (...headers: string[]) => parse(['HTTP/1.1 200 OK', ...headers]);

describe('a status line', () => {
  it.each([
    ['HTTP/1.1 200 OK', 200, 'OK'],
    ['HTTP/1.1 200', 200, ''],
    ['HTTP/1.1 200 ', 200, ''],
    ['HTTP/1.0 200 OK', 200, 'OK'],
    ['HTTP/1.1 100 Continue', 100, 'Continue'],
    ['HTTP/1.1 999 \tAny thing', 999, '\tAny thing'],
    ['HTTP/1.1 404 Kühl \xff', 404, 'Kühl \xff'],
  ])('%j is read', (line, status, statusText) => {
    expect(parse([line])).toMatchObject({ status, statusText });
  });

  it.each([
    '',
    'HTTP/1.1',
    'HTTP/1.1 ',
    'HTTP/2.0 200 OK',
    'HTTP/2 200 OK',
    'HTTP/0.9 200 OK',
    'HTTP/1.2 200 OK',
    'HTTP/11 200 OK',
    'http/1.1 200 OK',
    ' HTTP/1.1 200 OK',
    'HTTP/1.1  200 OK',
    'HTTP/1.1\t200 OK',
    'HTTP/1.1 99 OK',
    'HTTP/1.1 099 OK',
    'HTTP/1.1 1000 OK',
    'HTTP/1.1 2000K',
    'HTTP/1.1 200OK',
    'HTTP/1.1 +20 OK',
    'HTTP/1.1 -200 OK',
    'HTTP/1.1 2e2 OK',
    'HTTP/1.1 ２00 OK',
    'HTTP/1.1 200 O\0K',
    'HTTP/1.1 200 O\rK',
    'HTTP/1.1 200 O\nK',
    'HTTP/1.1 200 O\x7fK',
    'HTTP/1.1 200 OK\n',
    '<html>hello</html>',
    'ICY 200 OK',
  ])('%j is refused', (line) => {
    expect(() => parse([line])).toThrow(InvalidAnswerError);
  });
});

describe('the headers of an answer', () => {
  it('stay as they came in the list, and are found by their name in lower case', () => {
    const head = ok(
      'X-One: 1',
      'x-two:2',
      'X-TWO: \t zwei\t ',
      'x-Two: 3',
      'Empty:',
      'Blank: \t',
      'high: \x80\xff',
    );
    expect(head.headers.list()).toEqual([
      ...['X-One', '1', 'x-two', '2', 'X-TWO', 'zwei', 'x-Two', '3'],
      ...['Empty', '', 'Blank', '', 'high', '\x80\xff'],
    ]);
    expect(head.headers.record()).toEqual({
      'x-one': '1',
      'x-two': '2, zwei, 3',
      empty: '',
      blank: '',
      high: '\x80\xff',
    });
  });

  it.each([
    ['no colon', 'nothing'],
    ['no name', ': value'],
    ['an empty line', ''],
    ['a blank before the colon', 'name : value'],
    ['a tab before the colon', 'name\t: value'],
    ['a folded line', ' folded'],
    ['a line folded with a tab', '\tx: y'],
    ['a NUL in the name', 'na\0me: value'],
    ['a NUL in the value', 'name: va\0lue'],
    ['a bare CR in the value', 'name: va\rlue'],
    ['a bare CR at the end', 'name: value\r'],
    ['a bare CR at the beginning', 'name:\rvalue'],
    ['a bare LF in the value', 'name: va\nx: y'],
    ['a bare LF in the name', 'na\nme: value'],
    ['an escape character', 'name: \x1b[31m'],
    ['a delete character', 'name: \x7f'],
    ['a separator in the name', 'na(me: value'],
    ['letters beyond ASCII in the name', 'näme: value'],
  ])('are refused with %s', (_name, line) => {
    expect(() => ok(line)).toThrow(InvalidAnswerError);
    expect(() => ok('a: b', line, 'c: d')).toThrow(InvalidAnswerError);
  });

  it('are never repeated in an error', () => {
    expect(() => ok('x-secret: sk-ant-1\0')).toThrow(/^(?!.*sk-ant).*$/);
  });
});

describe('the framing of an answer', () => {
  it.each([
    ['a length', ['content-length: 5'], { kind: 'length', bytes: 5 }],
    [
      'the largest length',
      ['content-length: 999999999999999'],
      { kind: 'length', bytes: 999_999_999_999_999 },
    ],
    ['a length of nothing', ['content-length: 0'], { kind: 'none' }],
    ['a length with zeros in front', ['content-length: 005'], { kind: 'length', bytes: 5 }],
    ['chunks', ['transfer-encoding: chunked'], { kind: 'chunked' }],
    ['chunks in any case', ['Transfer-Encoding: CHUNKED'], { kind: 'chunked' }],
    ['neither', [], { kind: 'until-close' }],
  ])('is that of %s', (_name, headers, framing) => {
    expect(ok(...headers).framing).toEqual(framing);
  });

  it.each([
    ['HEAD', 200],
    ['GET', 204],
    ['POST', 304],
    ['GET', 103],
  ])('is none for %s with %i, whatever the headers say', (method, status) => {
    for (const header of ['content-length: 5', 'transfer-encoding: chunked', 'x: y']) {
      expect(parse([`HTTP/1.1 ${status} X`, header], method).framing).toEqual({ kind: 'none' });
    }
  });

  it.each([
    ['two lengths', ['content-length: 5', 'content-length: 6']],
    ['the same length twice', ['content-length: 5', 'Content-Length: 5']],
    ['a list of lengths', ['content-length: 5, 5']],
    ['a signed length', ['content-length: +5']],
    ['a negative length', ['content-length: -5']],
    ['a length with a blank inside', ['content-length: 5 5']],
    ['a hexadecimal length', ['content-length: 0x5']],
    ['a length with an exponent', ['content-length: 5e1']],
    ['a fraction', ['content-length: 5.0']],
    ['an empty length', ['content-length:']],
    ['a length that is not exact in a double', ['content-length: 9999999999999999']],
    ['chunks and a length', ['transfer-encoding: chunked', 'content-length: 5']],
    ['a length and chunks', ['content-length: 5', 'transfer-encoding: chunked']],
    ['chunks and a length of nothing', ['transfer-encoding: chunked', 'content-length: 0']],
    ['chunks twice', ['transfer-encoding: chunked', 'transfer-encoding: chunked']],
    ['another coding', ['transfer-encoding: gzip']],
    ['another coding before the chunks', ['transfer-encoding: gzip, chunked']],
    ['another coding after the chunks', ['transfer-encoding: chunked, gzip']],
    ['chunks with a parameter', ['transfer-encoding: chunked;q=1']],
    ['chunks misspelt', ['transfer-encoding: xchunked']],
    ['chunks behind a vertical tab', ['transfer-encoding: \x0bchunked']],
    ['identity', ['transfer-encoding: identity']],
    ['no coding', ['transfer-encoding:']],
  ])('is refused with %s, also where there is no body', (_name, headers) => {
    for (const method of ['GET', 'HEAD']) {
      for (const status of [200, 204, 304]) {
        expect(() => parse([`HTTP/1.1 ${status} X`, ...headers], method)).toThrow(InvalidAnswerError);
      }
    }
  });

  it('has no chunks in HTTP/1.0', () => {
    expect(() => parse(['HTTP/1.0 200 OK', 'transfer-encoding: chunked'])).toThrow(InvalidAnswerError);
  });
});

describe('how long the connection is kept', () => {
  const length = 'content-length: 2';

  it.each([
    ['nothing said', [], null],
    ['close', ['connection: close'], 0],
    ['close in any case', ['Connection: CLOSE'], 0],
    ['close in a list', ['connection: foo , Close,bar'], 0],
    ['close in a second header', ['connection: foo', 'connection: close'], 0],
    ['an option that only begins like it', ['connection: closed'], null],
    ['keep-alive', ['connection: keep-alive'], null],
    ['a time', ['connection: keep-alive', 'keep-alive: timeout=5'], 5_000],
    ['a time and a number', ['keep-alive: max=9, Timeout=7'], 7_000],
    ['no time at all', ['keep-alive: timeout=0'], 0],
    ['a time nobody waits for', ['keep-alive: timeout=99999999999999999999'], 9_999_999_000],
    ['a time that is none', ['keep-alive: timeout=-1'], null],
    ['close and a time', ['connection: close', 'keep-alive: timeout=5'], 0],
  ])('%s', (_name, headers, keptAliveMs) => {
    expect(ok(length, ...headers).keptAliveMs).toBe(keptAliveMs);
  });

  it('is not at all in HTTP/1.0', () => {
    expect(parse(['HTTP/1.0 200 OK', length, 'connection: keep-alive']).keptAliveMs).toBe(0);
  });

  it('is not at all where the body ends with the connection', () => {
    expect(ok('keep-alive: timeout=5').keptAliveMs).toBe(0);
  });

  // Senders that get these wrong send a body, and its bytes would be taken for the next answer.
  it.each([
    ['the answer to HEAD', 'HEAD', 200, [length], 0],
    ['the answer to HEAD without a length', 'HEAD', 200, [], 0],
    ['the answer to HEAD with a length of nothing', 'HEAD', 200, ['content-length: 0'], 0],
    ['204 with a length', 'GET', 204, [length], 0],
    ['204 with chunks', 'GET', 204, ['transfer-encoding: chunked'], 0],
    ['304 with a length', 'GET', 304, [length], 0],
    ['204', 'GET', 204, [], null],
    ['204 with a length of nothing', 'GET', 204, ['content-length: 0'], null],
    ['304', 'GET', 304, [], null],
  ])('after %s', (_name, method, status, headers, keptAliveMs) => {
    expect(parse([`HTTP/1.1 ${status} X`, ...headers], method).keptAliveMs).toBe(keptAliveMs);
  });
});
