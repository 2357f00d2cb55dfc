/**
 * One request on the wire and its answer. Pieces of the answer are collected until somebody takes them; a reader is
 * woken once per batch, after everything that one read of the socket brought has been parsed, so that many small
 * events cost one write to the client.
 */
import type {
  AnswerHead,
  AnswerSink,
  ExchangeControl,
  UpstreamRequest,
  UpstreamTransport,
} from './upstream/transport.ts';

/** Unread answer bytes after which the upstream is told to wait. */
const HIGH_WATER_BYTES = 512 * 1024;

/** Sends one request and holds its answer. */
export class UpstreamExchange implements AnswerSink {
  /** Resolves with the head, or with null when the exchange failed before it. */
  readonly head: Promise<AnswerHead | null>;
  #resolveHead!: (head: AnswerHead | null) => void;
  /** Null before the request was sent and after the exchange is over: the connection then serves another one. */
  #control: ExchangeControl | null = null;
  #isPaused = false;
  #chunks: Buffer[] = [];
  #unreadBytes = 0;
  #ended = false;
  #failure: Error | null = null;
  #reachedUpstream = false;
  #reader: (() => void) | null = null;
  #wakeScheduled = false;

  constructor() {
    this.head = new Promise((resolve) => {
      this.#resolveHead = resolve;
    });
  }

  /** Puts the request on the wire; failures arrive through `head` and `failure`. */
  send(transport: UpstreamTransport, request: UpstreamRequest): void {
    this.#control = transport.send(request, this);
  }

  /** True once the last byte of the answer has arrived. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Why the exchange broke, or null. */
  get failure(): Error | null {
    return this.#failure;
  }

  /** True once a connection stood and the request may have reached the upstream. */
  get reachedUpstream(): boolean {
    return this.#reachedUpstream;
  }

  /** Sets who is woken when there is something new; wakes at once if there already is. */
  read(reader: () => void): void {
    this.#reader = reader;
    if (this.#chunks.length > 0 || this.#ended || this.#failure) this.#wake();
  }

  /** Resolves when there is something new: a piece, the end or a failure. */
  activity(): Promise<void> {
    return new Promise((resolve) => {
      this.read(() => {
        this.#reader = null;
        resolve();
      });
    });
  }

  /** Everything unread, in the pieces it came in. */
  takePieces(): readonly Buffer[] {
    const pieces = this.#chunks;
    if (pieces.length === 0) return pieces;
    this.#chunks = [];
    this.#unreadBytes = 0;
    if (this.#isPaused) this.resume();
    return pieces;
  }

  /** Everything unread, in one piece; null when there is nothing. */
  take(): Buffer | null {
    const pieces = this.takePieces();
    if (pieces.length === 0) return null;
    return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
  }

  /** Puts a piece back in front, to be taken again. */
  unread(piece: Buffer): void {
    this.#chunks.unshift(piece);
    this.#unreadBytes += piece.length;
  }

  pause(): void {
    this.#isPaused = true;
    this.#control?.pause();
  }

  resume(): void {
    this.#isPaused = false;
    this.#control?.resume();
  }

  /** Cuts the connection at once; does nothing after the end. */
  abort(): void {
    this.#control?.abort();
  }

  onReached(): void {
    this.#reachedUpstream = true;
  }

  onHead(head: AnswerHead): void {
    this.#resolveHead(head);
  }

  onPiece(piece: Buffer): void {
    this.#chunks.push(piece);
    this.#unreadBytes += piece.length;
    if (this.#unreadBytes > HIGH_WATER_BYTES) this.pause();
    this.#wake();
  }

  onEnd(): void {
    this.#control = null;
    this.#ended = true;
    this.#wake();
  }

  onFailure(error: Error): void {
    this.#control = null;
    this.#failure = error;
    this.#resolveHead(null);
    this.#wake();
  }

  #wake(): void {
    if (this.#wakeScheduled || this.#reader === null) return;
    this.#wakeScheduled = true;
    queueMicrotask(() => {
      this.#wakeScheduled = false;
      this.#reader?.();
    });
  }
}
