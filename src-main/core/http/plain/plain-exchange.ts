/** A client's exchange on a connection that carries plain requests only. */
import { frameOf, LAST_CHUNK, SMALL_FRAME_BYTES } from '../../gateway/answer-frame.ts';
import type { AnswerStart, ClientExchange } from '../../gateway/client-exchange.ts';
import type { HeaderLines } from '../../gateway/header-lines.ts';
import type { BodyFailure, ReplayBody } from '../../gateway/replay-body.ts';
import type { PlainHead } from './plain-head.ts';

/** Where the bytes of an answer go. */
export interface AnswerWay {
  readonly isClosed: boolean;
  /** Header lines that every answer ends with, about the connection. */
  readonly ownHeaders: string;
  /** The time as HTTP writes it. */
  date(): string;
  /** False where the client has to be waited for. */
  write(text: string | Buffer, onWritten?: () => void): boolean;
  /** Several writes go out together. */
  together(writes: () => void): void;
  /** The answer's last byte was written. */
  onAnswered(): void;
  destroy(): void;
}

export class PlainExchange implements ClientExchange {
  readonly method: string;
  readonly target: string;
  readonly headers: HeaderLines;
  readonly #way: AnswerWay;
  readonly #bodyLength: number;
  #chunks: Buffer[] = [];
  #arrived = 0;
  #isDropping = false;
  #onBody: ((body: ReplayBody | BodyFailure) => void) | null = null;
  readonly #onGone: (() => void)[] = [];
  #onDrain: (() => void) | null = null;
  /** The head of the answer until it leaves; null before there is one and afterwards. */
  #head: string | null = null;
  #hasBegun = false;
  #isChunked = false;
  #isOver = false;

  constructor({ method, target, headers, bodyLength }: PlainHead, way: AnswerWay) {
    this.method = method;
    this.target = target;
    this.headers = headers;
    this.#bodyLength = bodyLength;
    this.#way = way;
  }

  /** Bytes of the body that have not come yet. */
  get missing(): number {
    return this.#bodyLength - this.#arrived;
  }

  /** The next bytes of the body; no more than are missing. */
  take(bytes: Buffer): void {
    this.#arrived += bytes.length;
    if (!this.#isDropping) this.#chunks.push(bytes);
    if (this.missing === 0) this.#settleBody(this.#body());
  }

  /** The connection is closed. */
  close(): void {
    this.#settleBody('aborted');
    if (this.#isOver) return;
    this.#isOver = true;
    for (const hear of this.#onGone) hear();
  }

  /** The client has read what there was no room for. */
  drain(): void {
    this.#onDrain?.();
  }

  readBody(maxBytes: number): ReplayBody | BodyFailure | Promise<ReplayBody | BodyFailure> {
    if (this.#bodyLength > maxBytes) {
      this.dropBody();
      return 'too-large';
    }
    if (this.missing === 0) return this.#body();
    if (this.#way.isClosed) return 'aborted';
    return new Promise((resolve) => {
      this.#onBody = resolve;
    });
  }

  dropBody(): void {
    this.#isDropping = true;
    this.#chunks = [];
  }

  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  get isGone(): boolean {
    return this.#isOver || this.#way.isClosed;
  }

  onGone(hear: () => void): void {
    this.#onGone.push(hear);
  }

  onDrain(hear: (() => void) | null): void {
    this.#onDrain = hear;
  }

  begin({ status, statusText, headers, hasLength, isOwn }: AnswerStart): void {
    // RFC 9110 sections 15.3.5 and 15.4.5: neither has a body, whatever its headers say.
    this.#isChunked = !hasLength && status !== 204 && status !== 304;
    const date = isOwn ? `date: ${this.#way.date()}\r\n` : '';
    const framing = this.#isChunked ? 'transfer-encoding: chunked\r\n' : '';
    this.#head = `HTTP/1.1 ${status} ${statusText}\r\n${headers}${date}${this.#way.ownHeaders}${framing}\r\n`;
    this.#hasBegun = true;
  }

  flushHead(): void {
    const head = this.#takeHead();
    if (head !== null) this.#way.write(head);
  }

  write(pieces: readonly Buffer[], onWritten?: () => void): { payload: Buffer; hasRoom: boolean } {
    const { frame, payload } = frameOf(pieces, this.#isChunked, false);
    return { payload, hasRoom: this.#send(frame, onWritten) };
  }

  end(pieces: readonly Buffer[]): Buffer | null {
    let payload: Buffer | null = null;
    if (pieces.length > 0) {
      const last = frameOf(pieces, this.#isChunked, true);
      payload = last.payload;
      this.#send(last.frame);
    } else if (this.#isChunked) {
      this.#way.write((this.#takeHead() ?? '') + LAST_CHUNK);
    } else {
      this.flushHead();
    }
    this.#isOver = true;
    // What has not come of the body nobody wants any more.
    this.dropBody();
    this.#way.onAnswered();
    return payload;
  }

  destroy(): void {
    this.#way.destroy();
  }

  #send(frame: Buffer, onWritten?: () => void): boolean {
    const head = this.#takeHead();
    if (head === null) return this.#way.write(frame, onWritten);
    // One text for both is one system call without a list; latin1 is the bytes as they are.
    if (frame.length <= SMALL_FRAME_BYTES) return this.#way.write(head + frame.toString('latin1'), onWritten);
    let hasRoom = true;
    this.#way.together(() => {
      this.#way.write(head);
      hasRoom = this.#way.write(frame, onWritten);
    });
    return hasRoom;
  }

  #takeHead(): string | null {
    const head = this.#head;
    this.#head = null;
    return head;
  }

  #body(): ReplayBody {
    return { chunks: this.#chunks, byteLength: this.#bodyLength };
  }

  #settleBody(body: ReplayBody | BodyFailure): void {
    const settle = this.#onBody;
    this.#onBody = null;
    settle?.(body);
  }
}
