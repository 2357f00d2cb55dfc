/**
 * An HTTP/1.1 response parser for the load generator: fed with whatever the socket gives, it hands out the
 * body's bytes without copying them. It knows the two framings a gateway may answer with (Content-Length
 * and chunked, RFC 9112 section 6) and throws on anything else, so that a broken answer is never counted.
 */

export interface ResponseListener {
  /** The head is complete. */
  onHead(status: number): void;
  /** A piece of the payload, free of any framing: `buffer[start, end)`, valid only during the call. */
  onBody(buffer: Buffer, start: number, end: number): void;
  /** The answer is complete. */
  onEnd(): void;
}

const HEAD_END = '\r\n\r\n';
const MAX_HEAD_BYTES = 32 * 1024;
const MAX_CHUNK_LINE_BYTES = 256;
const CONTENT_LENGTH = /\r\ncontent-length: *(\d+) *\r\n/i;
const CHUNKED = /\r\ntransfer-encoding: *chunked *\r\n/i;
const CARRIAGE_RETURN = 13;
const LINE_FEED = 10;
/** Value of each byte as a hexadecimal digit, or -1. */
const HEX_VALUES = Int8Array.from({ length: 256 }, (_, byte) => {
  const value = Number.parseInt(String.fromCharCode(byte), 16);
  return Number.isNaN(value) ? -1 : value;
});

type State = 'head' | 'fixed-body' | 'chunk-line' | 'chunk-data' | 'chunk-end' | 'trailer-line';

/** Reads one answer after another from one connection. */
export class ResponseReader {
  readonly #listener: ResponseListener;
  #state: State = 'head';
  /** A head or a line that arrived in pieces. */
  #partial = '';
  #bytesLeft = 0;

  constructor(listener: ResponseListener) {
    this.#listener = listener;
  }

  /** True between two answers. */
  get isIdle(): boolean {
    return this.#state === 'head' && this.#partial === '';
  }

  /** Reads `buffer[0, end)`; throws on a malformed answer, after which the connection is of no more use. */
  push(buffer: Buffer, end: number): void {
    let at = 0;
    while (at < end) {
      switch (this.#state) {
        case 'head':
          at = this.#readHead(buffer, at, end);
          break;
        case 'fixed-body':
        case 'chunk-data':
          at = this.#readData(buffer, at, end);
          break;
        case 'chunk-line':
        case 'chunk-end':
        case 'trailer-line':
          at = this.#readLine(buffer, at, end);
          break;
      }
    }
  }

  #readHead(buffer: Buffer, at: number, end: number): number {
    // The blank line may begin in an earlier piece, so what was kept is searched together with the new one.
    const kept = this.#partial;
    const text = kept + buffer.toString('latin1', at, Math.min(end, at + MAX_HEAD_BYTES));
    const blank = text.indexOf(HEAD_END, Math.max(0, kept.length - HEAD_END.length));
    if (blank < 0) {
      if (text.length >= MAX_HEAD_BYTES) throw new Error('The response head is longer than 32 kB.');
      this.#partial = text;
      return end;
    }
    this.#partial = '';
    const head = text.slice(0, blank + 2);
    if (!head.startsWith('HTTP/1.1 ')) throw new Error(`Not an HTTP/1.1 answer: ${head.slice(0, 40)}`);
    const length = CONTENT_LENGTH.exec(head);
    if (length) this.#bytesLeft = Number(length[1]);
    else if (!CHUNKED.test(head))
      throw new Error('The answer has neither Content-Length nor chunked framing.');
    this.#state = length ? 'fixed-body' : 'chunk-line';
    this.#listener.onHead(Number(head.slice(9, 12)));
    if (length && this.#bytesLeft === 0) this.#finish();
    return at + blank + HEAD_END.length - kept.length;
  }

  #readData(buffer: Buffer, at: number, end: number): number {
    const stop = Math.min(end, at + this.#bytesLeft);
    this.#bytesLeft -= stop - at;
    this.#listener.onBody(buffer, at, stop);
    if (this.#bytesLeft === 0) {
      if (this.#state === 'fixed-body') this.#finish();
      else this.#state = 'chunk-end';
    }
    return stop;
  }

  #readLine(buffer: Buffer, at: number, end: number): number {
    // Chunk framing is a few bytes long and most often whole: the fast path reads it without a string.
    if (this.#partial === '' && this.#state !== 'trailer-line') {
      const behind =
        this.#state === 'chunk-end' ? behindLineEnd(buffer, at, end) : this.#readSize(buffer, at, end);
      if (behind >= 0) {
        if (this.#state === 'chunk-end') this.#state = 'chunk-line';
        return behind;
      }
    }
    const feed = buffer.indexOf(LINE_FEED, at);
    const isWhole = feed >= 0 && feed < end;
    const stop = isWhole ? feed + 1 : end;
    const line = this.#partial + buffer.toString('latin1', at, stop);
    if (line.length > MAX_CHUNK_LINE_BYTES) throw new Error('A line of the chunked framing is too long.');
    this.#partial = isWhole ? '' : line;
    if (isWhole) this.#takeLine(line.trimEnd());
    return stop;
  }

  /** Takes a chunk size that is whole and plain; returns where its data begin, or -1 to leave it to the slow path. */
  #readSize(buffer: Buffer, at: number, end: number): number {
    let size = 0;
    for (let index = at; index < end; index++) {
      const digit = HEX_VALUES[buffer[index]!]!;
      if (digit >= 0) {
        size = size * 16 + digit;
        continue;
      }
      const behind = behindLineEnd(buffer, index, end);
      if (behind >= 0 && index > at) this.#beginChunk(size);
      return index > at ? behind : -1;
    }
    return -1;
  }

  #takeLine(line: string): void {
    if (this.#state === 'chunk-end') {
      if (line !== '') throw new Error('A chunk is longer than its size says.');
      this.#state = 'chunk-line';
    } else if (this.#state === 'trailer-line') {
      if (line === '') this.#finish();
    } else {
      if (!/^[0-9a-f]+/i.test(line)) throw new Error(`Not a chunk size: ${line}`);
      this.#beginChunk(Number.parseInt(line, 16));
    }
  }

  #beginChunk(size: number): void {
    this.#bytesLeft = size;
    this.#state = size === 0 ? 'trailer-line' : 'chunk-data';
  }

  #finish(): void {
    this.#state = 'head';
    this.#listener.onEnd();
  }
}

/** The offset behind a CRLF at `at`, or -1 where none stands whole. */
function behindLineEnd(buffer: Buffer, at: number, end: number): number {
  return end - at >= 2 && buffer[at] === CARRIAGE_RETURN && buffer[at + 1] === LINE_FEED ? at + 2 : -1;
}
