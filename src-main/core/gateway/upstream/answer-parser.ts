/**
 * Takes the bytes of one connection and tells what they mean: heads, pieces of bodies, ends. It copies what it tells,
 * so that the buffer it was given can be read into again, and keeps nothing but an unfinished head between two reads.
 */
import { type ParsedHead, parseAnswerHead } from './answer-head.ts';
import { InvalidAnswerError } from './exchange-errors.ts';

/** Largest head, in bytes; Node's own default for servers. */
export const MAX_HEAD_BYTES = 16 * 1024;
/** Bytes of chunk extensions and trailers that are passed over in one answer. */
const MAX_IGNORED_BYTES = 16 * 1024;
/** Chunk sizes of more hexadecimal digits are not exact in a double. */
const MAX_SIZE_DIGITS = 13;
/** Interim answers (1xx) before the final one. */
const MAX_INTERIM_ANSWERS = 16;

const HEAD_END = Buffer.from('\r\n\r\n');
const CR = 0x0d;
const LF = 0x0a;
const SEMICOLON = 0x3b;
const TAB = 0x09;
const DELETE = 0x7f;

export interface AnswerEvents {
  onHead(head: ParsedHead): void;
  /** The piece is a copy and belongs to the hearer. */
  onPiece(piece: Buffer): void;
  /** The answer is whole; bytes after it belong to no request. */
  onEnd(): void;
}

type State =
  /** Between two answers. */
  | 'idle'
  | 'head'
  | 'length'
  | 'until-close'
  /** In the hexadecimal digits of a chunk's size. */
  | 'size'
  /** Behind them, until the end of the line. */
  | 'extension'
  | 'size-end'
  | 'chunk'
  | 'chunk-cr'
  | 'chunk-end'
  /** At the beginning of a line behind the last chunk. */
  | 'trailer-start'
  | 'trailer'
  | 'trailer-lf'
  | 'last-lf';

export class AnswerParser {
  readonly #events: AnswerEvents;
  #state: State = 'idle';
  #method = '';
  #partialHead: Buffer | null = null;
  #interim = 0;
  /** Bytes of the body, or of the chunk, that are still to come. */
  #left = 0;
  #sizeDigits = 0;
  #ignored = 0;

  constructor(events: AnswerEvents) {
    this.#events = events;
  }

  /** The next bytes are the answer to a request with this method. */
  begin(method: string): void {
    this.#state = 'head';
    this.#method = method;
    this.#interim = 0;
    this.#ignored = 0;
  }

  /** Reads the next bytes. Throws `InvalidAnswerError`; nothing may be pushed after that. */
  push(bytes: Buffer): void {
    switch (this.#state) {
      case 'head':
        this.#readHead(bytes);
        return;
      case 'length':
        this.#readLength(bytes, 0);
        return;
      case 'until-close':
        this.#events.onPiece(Buffer.from(bytes));
        return;
      case 'idle':
        this.#refuseRest(bytes, 0);
        return;
      default:
        this.#readChunks(bytes, 0);
    }
  }

  /** The upstream has closed its side. True where that ends the answer properly. */
  close(): boolean {
    if (this.#state !== 'until-close') return false;
    this.#end();
    return true;
  }

  #end(): void {
    this.#state = 'idle';
    this.#events.onEnd();
  }

  #readHead(bytes: Buffer): void {
    const known = this.#partialHead;
    const all = known ? Buffer.concat([known, bytes]) : bytes;
    const end = all.indexOf(HEAD_END, known ? Math.max(0, known.length - 3) : 0);
    // A head that is not over may already have three of the four bytes behind it.
    if (end > MAX_HEAD_BYTES || (end < 0 && all.length >= MAX_HEAD_BYTES + HEAD_END.length))
      throw new InvalidAnswerError('The head of the answer is too long.');
    if (end < 0) {
      this.#partialHead = known ? all : Buffer.from(bytes);
      return;
    }
    this.#partialHead = null;
    const head = parseAnswerHead(all, end, this.#method);
    const bodyAt = end + HEAD_END.length;
    if (head.status < 200) {
      this.#interim++;
      if (head.status === 101 || this.#interim > MAX_INTERIM_ANSWERS)
        throw new InvalidAnswerError('The upstream sent interim answers that nobody asked for.');
      if (bodyAt < all.length) this.#readHead(all.subarray(bodyAt));
      return;
    }
    this.#begin(head);
    if (this.#state === 'length') this.#readLength(all, bodyAt);
    else if (this.#state === 'idle') this.#refuseRest(all, bodyAt);
    else if (bodyAt < all.length) this.push(all.subarray(bodyAt));
  }

  #begin(head: ParsedHead): void {
    const { framing } = head;
    if (framing.kind === 'length') {
      this.#state = 'length';
      this.#left = framing.bytes;
    } else if (framing.kind === 'chunked') {
      this.#state = 'size';
      this.#left = 0;
      this.#sizeDigits = 0;
    } else if (framing.kind === 'until-close') {
      this.#state = 'until-close';
    }
    this.#events.onHead(head);
    if (framing.kind === 'none') this.#end();
  }

  #readLength(bytes: Buffer, from: number): void {
    const to = Math.min(bytes.length, from + this.#left);
    if (to > from) {
      this.#left -= to - from;
      this.#events.onPiece(copyOf(bytes, from, to));
    }
    if (this.#left > 0) return;
    this.#end();
    this.#refuseRest(bytes, to);
  }

  /** All chunks of one read become one piece. */
  #readChunks(bytes: Buffer, from: number): void {
    let payload: Buffer | null = null;
    let length = 0;
    let at = from;
    while (at < bytes.length) {
      if (this.#state === 'chunk') {
        const to = Math.min(bytes.length, at + this.#left);
        payload ??= Buffer.allocUnsafe(bytes.length - at);
        length += bytes.copy(payload, length, at, to);
        this.#left -= to - at;
        at = to;
        if (this.#left === 0) this.#state = 'chunk-cr';
        continue;
      }
      this.#readFraming(bytes[at++]!);
      if (this.#state === 'idle') break;
    }
    if (payload && length > 0) this.#events.onPiece(payload.subarray(0, length));
    if (this.#state !== 'idle') return;
    this.#events.onEnd();
    this.#refuseRest(bytes, at);
  }

  /** One byte of what stands between the payloads. */
  #readFraming(byte: number): void {
    switch (this.#state) {
      case 'size':
        this.#readSize(byte);
        return;
      case 'extension':
        if (byte === CR) this.#state = 'size-end';
        else this.#ignore(byte);
        return;
      case 'size-end':
        expect(byte, LF);
        this.#state = this.#left === 0 ? 'trailer-start' : 'chunk';
        return;
      case 'chunk-cr':
        expect(byte, CR);
        this.#state = 'chunk-end';
        return;
      case 'chunk-end':
        expect(byte, LF);
        this.#state = 'size';
        this.#sizeDigits = 0;
        return;
      case 'trailer-start':
        this.#state = byte === CR ? 'last-lf' : 'trailer';
        if (byte !== CR) this.#ignore(byte);
        return;
      case 'trailer':
        if (byte === CR) this.#state = 'trailer-lf';
        else this.#ignore(byte);
        return;
      case 'trailer-lf':
        expect(byte, LF);
        this.#state = 'trailer-start';
        return;
      case 'last-lf':
        expect(byte, LF);
        this.#state = 'idle';
        return;
      default:
        throw new Error(`No framing stands in the state ${this.#state}.`);
    }
  }

  #readSize(byte: number): void {
    const digit = hexDigit(byte);
    if (digit >= 0) {
      this.#left = this.#sizeDigits === 0 ? digit : this.#left * 16 + digit;
      this.#sizeDigits++;
      if (this.#sizeDigits <= MAX_SIZE_DIGITS) return;
    } else if (this.#sizeDigits > 0 && byte === CR) {
      this.#state = 'size-end';
      return;
    } else if (this.#sizeDigits > 0 && byte === SEMICOLON) {
      this.#state = 'extension';
      return;
    }
    throw new InvalidAnswerError('A chunk of the answer has no valid size.');
  }

  #ignore(byte: number): void {
    // A bare LF would end the line for a lenient reader and not for this one; no other control character belongs there.
    if ((byte < 0x20 && byte !== TAB) || byte === DELETE)
      throw new InvalidAnswerError('A line between the chunks of the answer has a control character.');
    if (++this.#ignored > MAX_IGNORED_BYTES)
      throw new InvalidAnswerError('The answer has more between its chunks than anybody needs.');
  }

  #refuseRest(bytes: Buffer, from: number): void {
    if (from < bytes.length) throw new InvalidAnswerError('Bytes came that belong to no answer.');
  }
}

function copyOf(bytes: Buffer, from: number, to: number): Buffer {
  const copy = Buffer.allocUnsafe(to - from);
  bytes.copy(copy, 0, from, to);
  return copy;
}

function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

function expect(byte: number, wanted: number): void {
  if (byte !== wanted) throw new InvalidAnswerError('A chunk of the answer does not end where it should.');
}
