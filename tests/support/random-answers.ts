/** Answers of an upstream drawn at random: valid ones, and the same after a few accidents. */
import type { SeededRandom } from './seeded-random.ts';

export interface RandomAnswer {
  readonly method: 'GET' | 'HEAD';
  readonly bytes: Buffer;
  /** How it is sent; the pieces together are the bytes. */
  readonly pieces: readonly Buffer[];
}

const REASONS = ['OK', '', 'Not Found', 'I am a teapot', 'Gar nicht gut \xe4', 'a\tb'];
const STATUSES = [200, 200, 200, 200, 201, 204, 304, 400, 404, 429, 500, 529, 600, 999];
const HEADERS = [
  'content-type: text/event-stream',
  'Request-Id: req_1',
  'set-cookie: a=b',
  'Set-Cookie: c=d',
  'x-blanks: \t a  b \t',
  'x-empty:',
  'x-high: \xe4\xff',
  'connection: close',
  'Connection: Keep-Alive',
  'keep-alive: timeout=5, max=100',
  "!#$%&'*+-.^_`|~: token",
];
const INTERIM = ['HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n', 'HTTP/1.1 102 Processing\r\n\r\n'];
const EXTENSIONS = ['', '', '', ';a', ';a=b', ';a="b;c"', ';a;b=c'];
const TRAILERS = ['', '', 'x-sum: 1\r\n', 'x-sum: 1\r\nX-Two: 2\r\n'];
const EVIL_LINES = [
  'content-length: 3',
  'Content-Length: +3',
  'content-length: 3, 3',
  'content-length: 0x3',
  'content-length: 99999999999999999999',
  'content-length:',
  'transfer-encoding: chunked',
  'Transfer-Encoding: gzip, chunked',
  'transfer-encoding: identity',
  'transfer-encoding: chunked, chunked',
  'transfer-encoding : chunked',
  'upgrade: x',
  'no colon',
  ' folded',
  ': no name',
  'na me: x',
  'x: \x01',
];
const EVIL_BYTES = '\r\n\0 :+-0x;,\t\x7f\x80\xff"=aF\x0b';

/** Draws answers; the same randomness draws the same ones. */
export class AnswerDraw {
  readonly #random: SeededRandom;

  constructor(random: SeededRandom) {
    this.#random = random;
  }

  next(): RandomAnswer {
    const method = this.#random.chance(0.1) ? 'HEAD' : 'GET';
    let text = this.#valid(method);
    if (this.#random.chance(0.6)) {
      const accidents = 1 + this.#random.below(3);
      for (let i = 0; i < accidents; i++) text = this.#damaged(text);
    }
    const bytes = Buffer.from(text, 'latin1');
    return { method, bytes, pieces: this.#pieces(bytes) };
  }

  #valid(method: string): string {
    const status = this.#random.one(STATUSES);
    const lines = Array.from({ length: this.#random.below(6) }, () => this.#random.one(HEADERS));
    const hasBody = method !== 'HEAD' && status !== 204 && status !== 304;
    const body = this.#body();
    let payload = body;
    const framing = this.#random.below(7);
    if (framing < 3) {
      lines.splice(
        this.#random.below(lines.length + 1),
        0,
        `${this.#random.one(['content-length', 'Content-Length'])}: ${body.length}`,
      );
    } else if (framing < 6) {
      lines.splice(this.#random.below(lines.length + 1), 0, 'Transfer-Encoding: chunked');
      payload = this.#chunked(body);
    }
    const interim = this.#random.chance(0.1) ? this.#random.one(INTERIM) : '';
    const version = this.#random.chance(0.05) && framing !== 3 ? '1.0' : '1.1';
    const head = [`HTTP/${version} ${status} ${this.#random.one(REASONS)}`, ...lines].join('\r\n');
    return `${interim}${head}\r\n\r\n${hasBody ? payload : ''}`;
  }

  #body(): string {
    const length = this.#random.below(this.#random.chance(0.1) ? 20_000 : 60);
    return Buffer.from(this.#random.bytes(length)).toString('latin1');
  }

  #chunked(body: string): string {
    let text = '';
    for (let at = 0; at < body.length; ) {
      const size = Math.min(body.length - at, 1 + this.#random.below(this.#random.chance(0.3) ? 3_000 : 20));
      const digits = this.#random.one([
        size.toString(16),
        size.toString(16).toUpperCase(),
        `0${size.toString(16)}`,
      ]);
      text += `${digits}${this.#random.one(EXTENSIONS)}\r\n${body.slice(at, at + size)}\r\n`;
      at += size;
    }
    return `${text}${this.#random.one(['0', '0', '00'])}${this.#random.one(EXTENSIONS)}\r\n${this.#random.one(TRAILERS)}\r\n`;
  }

  #damaged(text: string): string {
    // Most accidents happen where the framing stands: in the head, and close behind it.
    const at = this.#random.below(
      this.#random.chance(0.8) ? Math.min(text.length, text.indexOf('\r\n\r\n') + 12) : text.length,
    );
    const lines = text.split('\r\n');
    const line = 1 + this.#random.below(Math.max(1, lines.indexOf('') - 1));
    switch (this.#random.below(8)) {
      case 0:
        return text.slice(0, at) + String.fromCharCode(this.#random.below(256)) + text.slice(at + 1);
      case 1:
        return text.slice(0, at) + this.#random.one([...EVIL_BYTES]) + text.slice(at);
      case 2:
        return text.slice(0, at) + this.#random.one([...EVIL_BYTES]) + text.slice(at + 1);
      case 3:
        return text.slice(0, at) + text.slice(at + 1 + this.#random.below(3));
      case 4:
        return [...lines.slice(0, line), lines[line], ...lines.slice(line)].join('\r\n');
      case 5:
        return [...lines.slice(0, line), this.#random.one(EVIL_LINES), ...lines.slice(line)].join('\r\n');
      case 6: {
        const end = text.indexOf('\r\n', at);
        return end < 0
          ? text.slice(0, at)
          : text.slice(0, end) + this.#random.one(['\n', '\r', '\n\n', '\r\r\n']) + text.slice(end + 2);
      }
      default:
        return text + this.#random.one(['x', '\r\n', text.slice(0, 40), '0\r\n\r\n']);
    }
  }

  #pieces(bytes: Buffer): Buffer[] {
    const pieces: Buffer[] = [];
    const most = this.#random.one([1 + bytes.length, 400, 7, 30]);
    for (let at = 0; at < bytes.length && pieces.length < 100; ) {
      const size = 1 + this.#random.below(most);
      pieces.push(bytes.subarray(at, at + size));
      at += size;
    }
    const sent = pieces.reduce((sum, piece) => sum + piece.length, 0);
    if (sent < bytes.length) pieces.push(bytes.subarray(sent));
    return pieces;
  }
}
