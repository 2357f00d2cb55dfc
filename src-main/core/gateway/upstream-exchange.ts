/**
 * One request on the wire and its answer, as undici delivers them. Pieces of the answer are collected until
 * somebody takes them; a reader is woken once per batch, after everything that one read of the socket brought
 * has been parsed, so that many small events cost one write to the client.
 */
import type { Dispatcher } from 'undici';

/** Unread answer bytes after which the upstream is told to wait. */
const HIGH_WATER_BYTES = 512 * 1024;

export interface ExchangeRequest {
  readonly method: string;
  /** Path and query at the upstream. */
  readonly path: string;
  /** Flat list of names and values. */
  readonly headers: string[];
  readonly body: Buffer | Iterable<Buffer> | null;
  /** Longest silence, before the head and between bytes, in ms. */
  readonly silenceMs: number;
}

/** The head of an answer; header names in `headers` are in lower case, `rawHeaders` are as they came. */
export interface AnswerHead {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly rawHeaders: readonly Buffer[];
}

/** Sends one request and holds its answer. */
export class UpstreamExchange implements Dispatcher.DispatchHandler {
  /** Resolves with the head, or with null when the exchange failed before it. */
  readonly head: Promise<AnswerHead | null>;
  #resolveHead!: (head: AnswerHead | null) => void;
  #controller: Dispatcher.DispatchController | null = null;
  #chunks: Buffer[] = [];
  #unreadBytes = 0;
  #ended = false;
  #failure: Error | null = null;
  #aborted = false;
  #reachedUpstream = false;
  #reader: (() => void) | null = null;
  #wakeScheduled = false;

  constructor() {
    this.head = new Promise((resolve) => {
      this.#resolveHead = resolve;
    });
  }

  /** Puts the request on the wire; failures arrive through `head` and `failure`. */
  send(dispatcher: Dispatcher, origin: string, request: ExchangeRequest): void {
    try {
      dispatcher.dispatch(
        {
          origin,
          method: request.method as Dispatcher.HttpMethod,
          path: request.path,
          headers: request.headers,
          // undici takes any iterable of buffers; its types only know streams and single values.
          body: request.body as Buffer | null,
          headersTimeout: request.silenceMs,
          bodyTimeout: request.silenceMs,
        },
        this,
      );
    } catch (error) {
      this.#fail(error as Error);
    }
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

  /** Everything unread, in one piece; null when there is nothing. */
  take(): Buffer | null {
    const chunks = this.#chunks;
    if (chunks.length === 0) return null;
    this.#chunks = [];
    this.#unreadBytes = 0;
    if (this.#controller?.paused) this.#controller.resume();
    return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
  }

  /** Puts a piece back in front, to be taken again. */
  unread(piece: Buffer): void {
    this.#chunks.unshift(piece);
    this.#unreadBytes += piece.length;
  }

  pause(): void {
    this.#controller?.pause();
  }

  resume(): void {
    this.#controller?.resume();
  }

  /** Cuts the connection at once; does nothing after the end. */
  abort(): void {
    if (this.#ended || this.#failure || this.#aborted) return;
    this.#aborted = true;
    this.#controller?.abort(new Error('aborted'));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    this.#reachedUpstream = true;
    if (this.#aborted) controller.abort(new Error('aborted'));
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
    statusText = '',
  ): void {
    if (status < 200) return;
    // On HTTP/1.1 undici hands over the list of buffers that its parser made.
    const rawHeaders = controller.rawHeaders as unknown as Buffer[];
    this.#resolveHead({ status, statusText, headers, rawHeaders });
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#unreadBytes += chunk.length;
    if (this.#unreadBytes > HIGH_WATER_BYTES) controller.pause();
    this.#wake();
  }

  onResponseEnd(): void {
    this.#ended = true;
    this.#wake();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#fail(error);
  }

  #fail(error: Error): void {
    this.#failure ??= error;
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
