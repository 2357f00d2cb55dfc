/** Requests drawn at random: some as Claude Code sends them, the others the same after a few accidents. */
import type { SeededRandom } from './seeded-random.ts';

const TARGETS = [
  ...[
    '/v1/messages?beta=true',
    '/v1/messages?beta=true',
    '/v1/messages',
    '/v1/messages/count_tokens?beta=true',
  ],
  ...['/v1/models?limit=1000', '/v1/', '/v1/a"b|c^d`e{f}<g>\\h', '/v1/%00/../..//x?y=/z?'],
];
const NAMED = [
  'Accept: application/json',
  'anthropic-beta: claude-code-20250219,interleaved-thinking-2025-05-14',
  'anthropic-dangerous-direct-browser-access: true',
  'anthropic-version: 2023-06-01',
  'content-type: application/json',
  'User-Agent: claude-cli/2.1.330 (external, cli)',
  'x-app: cli',
  'X-Stainless-Lang: js',
  'X-Stainless-Timeout: 600',
  'accept-encoding: br, gzip, deflate, zstd',
  'accept-language: *',
  'sec-fetch-mode: cors',
  'x-claude-code-session-id: 0b6f8a52-6b4e-4d55-9d4f-5d6f2f8a3c11',
];
const ODD = [
  'x-blanks: \t a  b \t',
  'x-tab-behind: a\t',
  'x-empty:',
  'x-only-blanks: \t ',
  'x-high: \xe4\xff',
  'x-colons::a:b:',
  "!#$%&'*+-.^_`|~: token",
  'constructor: a',
  '__proto__: b',
  'cookie: a=b',
  'Cookie: c=d',
  'user-agent: another',
  'keep-alive: timeout=5',
  'content-lengthy: 9',
  'x-content-length: 9',
  'transfer-encodings: chunked',
  'connections: close',
];
/** What may stand in a request of HTTP, and makes it another kind of request, or none. */
const EVIL_LINES = [
  ...['content-length: 3', 'Content-Length: +3', 'content-length: 3, 3', 'content-length: 0x3'],
  ...['content-length: 99999999999999999999', 'content-length:', 'content-length: -1', 'content-length : 3'],
  ...['transfer-encoding: chunked', 'Transfer-Encoding: gzip, chunked', 'transfer-encoding: identity'],
  ...[
    'transfer-encoding : chunked',
    'transfer-encoding:\x0bchunked',
    'transfer-encoding:',
    'Transfer_Encoding: x',
  ],
  ...['upgrade: websocket', 'Expect: 100-continue', 'expect: x', 'te: trailers', 'trailer: x-sum'],
  ...['connection: close', 'connection: keep-alive, x', 'connection: upgrade', 'http2-settings: AAMAAABk'],
  ...['Connection: \tkeep-alive', 'proxy-connection: close', 'proxy-connection: upgrade', 'host: b', 'host:'],
  ...['origin: http://a', 'authorization: Bearer x', 'x-api-key: x', 'x-rota-key: x'],
  ...[
    'no colon',
    ' folded',
    '\tfolded',
    ': no name',
    'na me: x',
    'x: \x01',
    'x: \x7f',
    'x: a\0b',
    'n\xe4me: x',
  ],
];
const EVIL_BYTES = '\r\n\0 :+-0x;,\t\x7f\x80\xff"=aF\x0b#/5';
const LENGTHS = [
  '00$',
  '+$',
  '-$',
  '0x$',
  ' $',
  '\t$',
  '$ ',
  '$\t',
  '$,$',
  '$ $',
  '$.0',
  '$e0',
  '',
  '000000000000$',
];
const START_LINES: readonly [RegExp, string][] = [
  [/^(GET|POST)/, 'HEAD'],
  [/^(GET|POST)/, 'PUT'],
  [/^(GET|POST)/, 'DELETE'],
  [/^(GET|POST)/, 'OPTIONS'],
  [/^(GET|POST)/, 'CONNECT'],
  [/^(GET|POST)/, 'get'],
  [/^(GET|POST)/, 'POSTS'],
  [/^/, '\r\n'],
  [/^/, ' '],
  [/HTTP\/1\.1/, 'HTTP/1.0'],
  [/HTTP\/1\.1/, 'HTTP/2.0'],
  [/HTTP\/1\.1/, 'http/1.1'],
  [/HTTP\/1\.1/, 'HTTP/1.10'],
  [/ HTTP\/1\.1/, ''],
  [/ HTTP/, '  HTTP'],
  [/ HTTP/, '\tHTTP'],
  [/ \//, '  /'],
  [/ \//, ' http://127.0.0.1/'],
  [/ \/v1/, ' /v2'],
  [/ \/v1\//, ' /v1#'],
  [/ HTTP/, '#a HTTP'],
  [/ HTTP/, '\xe4 HTTP'],
  [/ \S+/, ' *'],
];

export interface RandomRequest {
  /** The request, and what comes behind it on its connection. */
  readonly bytes: Buffer;
  /** False for one as Claude Code sends it. */
  readonly isDamaged: boolean;
}

/** Draws requests, some with something behind them; the same randomness draws the same ones. */
export class RequestDraw {
  readonly #random: SeededRandom;

  constructor(random: SeededRandom) {
    this.#random = random;
  }

  next(): RandomRequest {
    let text = this.#valid();
    if (this.#random.chance(0.15))
      text += this.#random.one([this.#valid(), 'x', '\r\n', '0\r\n\r\n', text.slice(0, 40)]);
    const accidents = this.#random.chance(0.6) ? 1 + this.#random.below(3) : 0;
    for (let i = 0; i < accidents; i++) text = this.#damaged(text);
    return { bytes: Buffer.from(text, 'latin1'), isDamaged: accidents > 0 };
  }

  #valid(): string {
    const hasBody = this.#random.chance(0.8);
    const body = hasBody ? this.#body() : '';
    const lines = Array.from({ length: this.#random.below(NAMED.length) }, () => this.#random.one(NAMED));
    if (this.#random.chance(0.5)) lines.push(this.#random.one(ODD), this.#random.one(ODD));
    this.#put(lines, `${this.#cased('Host')}: 127.0.0.1:9090`);
    if (hasBody) this.#put(lines, `${this.#cased('Content-Length')}: ${body.length}`);
    if (this.#random.chance(0.7)) this.#put(lines, `${this.#cased('Authorization')}: Bearer sk-local`);
    if (this.#random.chance(0.7)) this.#put(lines, `${this.#cased('Connection')}: keep-alive`);
    if (this.#random.chance(0.1)) this.#put(lines, `x-long: ${'y'.repeat(this.#random.below(6_000))}`);
    return `${[`${hasBody ? 'POST' : 'GET'} ${this.#random.one(TARGETS)} HTTP/1.1`, ...lines].join('\r\n')}\r\n\r\n${body}`;
  }

  #body(): string {
    const length = this.#random.below(this.#random.chance(0.05) ? 6_000 : 60);
    // Whoever takes the end of the body for elsewhere finds a request there.
    if (this.#random.chance(0.1)) return 'GET /v1/smuggled HTTP/1.1\r\nHost: a\r\n\r\n';
    if (this.#random.chance(0.1)) return '0\r\n\r\n';
    return Buffer.from(this.#random.bytes(length)).toString('latin1');
  }

  #damaged(text: string): string {
    // Most accidents happen where the framing stands: in the head, and close behind it.
    const headEnd = text.indexOf('\r\n\r\n');
    const at = this.#random.below(
      this.#random.chance(0.8) ? Math.min(text.length, headEnd + 12) : text.length,
    );
    const lines = text.split('\r\n');
    const line = 1 + this.#random.below(Math.max(1, lines.indexOf('') - 1));
    const evil = this.#random.one([...EVIL_BYTES]);
    switch (this.#random.below(14)) {
      case 0:
        return text.slice(0, at) + String.fromCharCode(this.#random.below(256)) + text.slice(at + 1);
      case 1:
        return text.slice(0, at) + evil + text.slice(at);
      case 2:
        return text.slice(0, at) + evil + text.slice(at + 1);
      case 3:
        return text.slice(0, at) + text.slice(at + 1 + this.#random.below(3));
      case 4:
        return [...lines.slice(0, line), lines[line], ...lines.slice(line)].join('\r\n');
      case 5:
      case 6:
        return [...lines.slice(0, line), this.#random.one(EVIL_LINES), ...lines.slice(line)].join('\r\n');
      case 7: {
        const end = text.indexOf('\r\n', at);
        if (end < 0) return text.slice(0, at);
        return (
          text.slice(0, end) +
          this.#random.one(['\n', '\r', '\n\n', '\r\r\n', '', ' ', '\n\r']) +
          text.slice(end + 2)
        );
      }
      case 8:
        return text.replace(...this.#random.one(START_LINES));
      case 9: {
        const shape = this.#random.one(LENGTHS);
        return text.replace(
          /^(content-length: )(\d+)/im,
          (_, name, length) => name + shape.replaceAll('$', length),
        );
      }
      case 10: {
        const name = this.#random.one(['host', 'content-length', 'connection', 'authorization']);
        return text.replace(new RegExp(`^${name}:.*\r\n`, 'im'), '');
      }
      case 11: {
        const colon = text.indexOf(':', at);
        return (
          text.slice(0, colon) +
          this.#random.one([' :', '', '\t:', '::', ':\t', ':\x0c']) +
          text.slice(colon + 1)
        );
      }
      case 12: {
        // Node leaves out what comes behind the first thousand.
        const count = this.#random.chance(0.3) ? 900 + this.#random.below(300) : 1;
        return [...lines.slice(0, line), ...Array<string>(count).fill('x:'), ...lines.slice(line)].join(
          '\r\n',
        );
      }
      default:
        return (
          text +
          this.#random.one(['x', '\r\n', text.slice(0, 40), text, '0\r\n\r\n', 'GET /v1/b HTTP/1.1\r\n\r\n'])
        );
    }
  }

  #put(lines: string[], line: string): void {
    lines.splice(this.#random.below(lines.length + 1), 0, line);
  }

  #cased(name: string): string {
    return this.#random.one([name, name.toLowerCase(), name.toUpperCase()]);
  }
}
