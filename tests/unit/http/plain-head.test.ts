import { describe, expect, it } from 'vitest';
import { type PlainHead, readPlainHead } from '../../../src-main/core/http/plain/plain-head.ts';

const LIMIT = 32 * 1024;
const BODY = '{"model":"m"}';
/** As Claude Code sends it. */
const LINES = [
  'Accept: application/json',
  'Authorization: Bearer sk-local',
  'Content-Type: application/json',
  'User-Agent: claude-cli/2.1.330 (external, cli)',
  'X-Stainless-Lang: js',
  'anthropic-version: 2023-06-01',
  'Connection: keep-alive',
  'Host: 127.0.0.1:9090',
  'Accept-Encoding: gzip, br',
  `Content-Length: ${BODY.length}`,
];
const POST = 'POST /v1/messages?beta=true HTTP/1.1';
const GET = 'GET /v1/models HTTP/1.1';

const textOf = (start: string, lines: readonly string[]) => `${[start, ...lines].join('\r\n')}\r\n\r\n`;
const read = (text: string, limit = LIMIT): PlainHead | null =>
  readPlainHead(Buffer.from(text, 'latin1'), limit);
/** A request as Claude Code sends it, with one thing changed. */
const readStart = (start: string) => read(textOf(start, LINES) + BODY);
const readWith = (...lines: string[]) => read(textOf(POST, [...LINES, ...lines]) + BODY);
const readInstead = (name: RegExp, ...lines: string[]) =>
  read(textOf(POST, [...LINES.filter((line) => !name.test(line)), ...lines]) + BODY);
const readGet = (...lines: string[]) => read(textOf(GET, lines));
const readLength = (value: string) => readInstead(/^content-length/i, `content-length:${value}`);

describe('a plain head', () => {
  it('is the one of a request as Claude Code sends it', () => {
    const head = readStart(POST)!;
    expect(head.method).toBe('POST');
    expect(head.target).toBe('/v1/messages?beta=true');
    expect(head.headers.text()).toBe(LINES.map((line) => `${line}\r\n`).join(''));
    expect(head.length).toBe(textOf(POST, LINES).length);
    expect(head.bodyLength).toBe(BODY.length);
  });

  it('may be one of GET without a body', () => {
    const head = readGet('host: a', 'accept: */*')!;
    expect(head).toMatchObject({ method: 'GET', target: '/v1/models', bodyLength: 0 });
    expect(head.headers.list()).toEqual(['host', 'a', 'accept', '*/*']);
    expect(readGet('host:')?.headers.get('host')).toBe('');
  });

  it('is read without what comes behind it, whether that is there or not', () => {
    const text = textOf(POST, LINES);
    for (const behind of ['', BODY, BODY.slice(1), `${BODY}GET / HTTP/1.1\r\n\r\n`, '\r\n\r\n', '\0\xff']) {
      expect(read(text + behind)).toEqual(read(text));
      expect(read(text + behind)!.length).toBe(text.length);
    }
  });

  it('is read from a part of a larger buffer', () => {
    const text = textOf(POST, LINES);
    const bytes = Buffer.from(`GET / HTTP/1.1\r\n\r\n${text}${BODY}`, 'latin1').subarray(18);
    expect(readPlainHead(bytes, LIMIT)).toEqual(read(text));
  });

  it.each([
    ...['/v1/', '/v1/a', '/v1//', '/v1/../x', '/v1/%00?a=b&c', '/v1/?', '/v1/a?b?c=/v1/'],
    ...['/v1/http://a/', `/v1/!"$%&'()*+,-./:;<=>?@[\\]^_\`{|}~`],
  ])('may have the target %s', (target) => {
    expect(readStart(`POST ${target} HTTP/1.1`)?.target).toBe(target);
  });

  it.each([
    ['other names twice', ['accept: b', 'ACCEPT: c', 'cookie: a', 'cookie: b']],
    ['names like the elaborate ones', ['transfer-encodings: a', 'te-x: a', 't: a', 'x-upgrade: a']],
    ['names like those of every object', ['constructor: a', '__proto__: b', 'toString: c']],
    ['values with blanks, tabs and high bytes', ['x: \t a \t', 'y:', 'z: \xe4\xff']],
    ['all that is decided by, once', ['origin: http://a', 'x-api-key: a', 'x-rota-key: b']],
  ])('may have %s', (_, lines) => {
    expect(readWith(...lines)?.headers.count).toBe(LINES.length + lines.length);
  });

  it.each(['0', '5', '00000000010', ' 7 ', '\t7\t', '999999999999999'])('may have the length %j', (value) => {
    expect(readLength(value)?.bodyLength).toBe(Number(value));
  });

  it.each(['connection: keep-alive', 'CONNECTION:keep-alive', 'Connection: \tkeep-alive \t'])(
    'may have %j, or nothing of the kind',
    (line) => {
      expect(readInstead(/^connection/i, line)).not.toBeNull();
      expect(readInstead(/^connection/i)).not.toBeNull();
    },
  );

  it('may be as long as the limit, and no longer', () => {
    const text = textOf(POST, LINES);
    expect(read(text + BODY, text.length)).not.toBeNull();
    expect(read(text + BODY, text.length - 1)).toBeNull();
    const long = textOf(POST, [...LINES, `x: ${'y'.repeat(LIMIT - text.length - 5)}`]);
    expect(long).toHaveLength(LIMIT);
    expect(read(long)?.length).toBe(LIMIT);
    expect(read(long.replace('yy', 'yyy'))).toBeNull();
  });
});

describe('what is left to Node', () => {
  it.each([
    ...['HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'CONNECT', 'QUERY', 'PRI'],
    ...['post', 'Post', 'get', 'POSTS', 'XPOST', 'GET\0', ''],
  ])('is the method %j', (method) => {
    expect(readStart(`${method} /v1/messages HTTP/1.1`)).toBeNull();
    expect(read(`${method} /v1/messages HTTP/1.1\r\nhost: a\r\n\r\n`)).toBeNull();
  });

  it.each([
    ...['HTTP/1.0', 'HTTP/2.0', 'HTTP/1.2', 'HTTP/1.11', 'http/1.1', 'HTTP/1,1'],
    ...['HTTP/11', 'HTTP/1.', 'RTSP/1.1', ''],
  ])('is the version %j', (version) => {
    expect(readStart(`POST /v1/messages ${version}`)).toBeNull();
  });

  it.each([
    ...['http://127.0.0.1:9090/v1/messages', '//v1/messages', 'v1/messages', '*', '127.0.0.1:1'],
    ...['', '/', '/v1', '/v1?a', '/v10/a', '/V1/messages', '/v2/messages', '/api/v1/messages'],
    ...['/./v1/', '/v1#/a', '/v1/a#b', '/v1/#', '/v1/a b', '/v1/a\tb', '/v1/a\x0bb', '/v1/a\0b'],
    ...['/v1/a\x7fb', '/v1/\xe4', '/v1/a\xa0', '/v1/a\x80'],
  ])('is the target %j', (target) => {
    expect(readStart(`POST ${target} HTTP/1.1`)).toBeNull();
  });

  it.each([
    ['two blanks before the target', 'POST  /v1/a HTTP/1.1'],
    ['two blanks behind the target', 'POST /v1/a  HTTP/1.1'],
    ['a tab before the target', 'POST\t/v1/a HTTP/1.1'],
    ['a tab behind the target', 'POST /v1/a\tHTTP/1.1'],
    ['a blank at the begin', ' POST /v1/a HTTP/1.1'],
    ['a blank at the end', 'POST /v1/a HTTP/1.1 '],
    ['a CR at the end', 'POST /v1/a HTTP/1.1\r'],
    ['a line end before it', '\r\nPOST /v1/a HTTP/1.1'],
    ['an LF before it', '\nPOST /v1/a HTTP/1.1'],
    ['a NUL before it', '\0POST /v1/a HTTP/1.1'],
    ['another line within', 'GET /v1/b HTTP/1.1\nPOST /v1/a HTTP/1.1'],
    ['no version', 'POST /v1/a'],
    ['nothing in it', ''],
  ])('is a request line with %s', (_, start) => {
    expect(readStart(start)).toBeNull();
  });

  it('is a head that is not there to its end', () => {
    const text = textOf(POST, LINES);
    for (let length = 0; length < text.length; length++)
      expect(read(text.slice(0, length)), `${length}`).toBeNull();
    expect(read(textOf(POST, []))).toBeNull();
    expect(read(`${POST}\r\n\r\n${text}`)).toBeNull();
  });

  it.each(['host', 'origin', 'connection', 'content-length', 'authorization', 'x-api-key', 'x-rota-key'])(
    'is %s twice, even if it says the same',
    (name) => {
      const same = name === 'connection' ? 'keep-alive' : `${BODY.length}`;
      const one = `${name}: ${same}`;
      const others = new RegExp(`^${name}:`, 'i');
      expect(readInstead(others, one)).not.toBeNull();
      expect(readInstead(others, one, one)).toBeNull();
      expect(readInstead(others, one, one.toUpperCase())).toBeNull();
      expect(readInstead(others, one, 'x: y', `${name}:`)).toBeNull();
      expect(readInstead(others, one, one, one)).toBeNull();
    },
  );

  it('is a request without a host', () => {
    expect(readInstead(/^host/i)).toBeNull();
    expect(readInstead(/^host/i, 'x-host: a', 'hosts: a', 'hos: t')).toBeNull();
    expect(readGet('accept: a')).toBeNull();
  });

  it.each([
    ...['transfer-encoding: chunked', 'Transfer-Encoding: gzip, chunked', 'TRANSFER-ENCODING: identity'],
    ...['transfer-encoding:', 'transfer-encoding: \t', 'transfer-encoding: xchunked', 'upgrade:'],
    ...['Upgrade: websocket', 'Expect: 100-continue', 'expect:', 'TE: trailers', 'te:'],
    ...['Trailer: x-sum', 'trailer:', 'HTTP2-Settings: AAMA'],
  ])('is %j', (line) => {
    expect(readWith(line)).toBeNull();
    expect(readInstead(/^content-length/i, line)).toBeNull();
    expect(readGet('host: a', line)).toBeNull();
    expect(read(textOf(POST, [line, ...LINES]))).toBeNull();
  });

  it.each([
    ...['close', 'Close', 'keep-alive, x', 'x, keep-alive', 'keep-alive, close', 'upgrade', 'te'],
    ...['Keep-Alive', 'keep-alive,', 'keepalive', 'keep-alive;', 'keep-alive\xa0', ''],
  ])('is the connection %j', (value) => {
    expect(readInstead(/^connection/i, `connection: ${value}`)).toBeNull();
  });

  // The parser of Node closes after it, as after "connection: close".
  it('is a proxy connection', () => {
    expect(readWith('Proxy-Connection: close')).toBeNull();
  });

  // Node leaves out what comes behind the first thousand.
  it('is a head of more lines than any client sends', () => {
    const many = (count: number) => Array.from({ length: count }, () => 'x:');
    expect(readGet('host: a', ...many(199))).not.toBeNull();
    for (const count of [200, 1_000, 3_000]) {
      expect(readGet('host: a', ...many(count))).toBeNull();
      expect(readGet(...many(count), 'host: a')).toBeNull();
    }
  });

  it('is a POST without a length, and a GET with one', () => {
    expect(readInstead(/^content-length/i)).toBeNull();
    expect(readInstead(/^content-length/i, 'x-content-length: 5', 'content-lengt: 5')).toBeNull();
    for (const length of ['0', '5', '', 'x'])
      expect(readGet('host: a', `Content-Length: ${length}`)).toBeNull();
  });

  it.each([
    ...['', ' \t', '+5', '-5', '-0', '0x5', '5 5', '5, 5', '5,5', '5;', '5.0', '5e1', '1_000', '"5"'],
    ...['five', '0b1', '5\xa0', '\xb2', 'Infinity', 'NaN', '1000000000000000', '0000000000000005'],
    ...['99999999999999999999', '18446744073709551621'],
  ])('is the length %j', (value) => {
    expect(readLength(value)).toBeNull();
  });

  it.each([
    ['a folded one', ' b'],
    ['one folded with a tab', '\tb'],
    ['one without a colon', 'abc'],
    ['one without a name', ': a'],
    ['one with a blank before its colon', 'a : b'],
    ['one with a blank in its name', 'a b: c'],
    ['one with a byte beyond ASCII in its name', 'n\xe4me: a'],
    ['one with a NUL', 'a: \0'],
    ['one with DEL', 'a: \x7f'],
    ['one with a control character', 'a: \x01'],
    ['one with a bare CR', 'a: b\rc'],
    ['one with a CR before its end', 'a: b\r'],
    ['one with a bare LF', 'a: b\nc: d'],
    ['one with an LF before its end', 'a: b\n'],
    ['a hidden framing', 'a: b\ntransfer-encoding: chunked'],
    ['one with a framing of blanks', 'transfer-encoding : chunked'],
    ['one with a length of blanks', 'content-length : 5'],
  ])('is a head with a line that is none: %s', (_, line) => {
    expect(readWith(line)).toBeNull();
    expect(readGet('host: a', line)).toBeNull();
    expect(read(textOf(POST, [LINES[0]!, line, ...LINES.slice(1)]))).toBeNull();
  });

  it('is one with line ends of LF alone, all or one of them', () => {
    const text = textOf(POST, LINES) + BODY;
    expect(read(text.replaceAll('\r\n', '\n'))).toBeNull();
    expect(read(text.replaceAll('\r\n', '\r'))).toBeNull();
    const ends = text.split('\r\n').length - 1;
    for (const broken of ['\n', '\r', '\r\r\n', '\n\r']) {
      for (let nth = 0; nth < ends; nth++) {
        let at = 0;
        expect(read(text.replace(/\r\n/g, (end) => (at++ === nth ? broken : end))), `${nth}`).toBeNull();
      }
    }
  });
});
