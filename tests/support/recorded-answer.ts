import { headerLine } from '../../src-main/core/gateway/header-lines.ts';
import type {
  AnswerHead,
  AnswerSink,
  UpstreamRequest,
} from '../../src-main/core/gateway/upstream/transport.ts';

/** Keeps everything that is told about one exchange, and fails the exchange's promise when it is told in a wrong order. */
export class RecordedAnswer implements AnswerSink {
  readonly #over = Promise.withResolvers<this>();
  readonly #headed = Promise.withResolvers<AnswerHead | null>();
  readonly #pieces: Buffer[] = [];
  /** Called with each piece, before anything else can happen. */
  onEachPiece: ((piece: Buffer) => void) | null = null;
  /** Called at the end, while the connection is still telling it. */
  onEnded: (() => void) | null = null;
  reached = 0;
  head: AnswerHead | null = null;
  ended = false;
  failure: (Error & { code?: string }) | null = null;
  bytes = 0;

  /** Resolves when the exchange has ended or failed. */
  get over(): Promise<this> {
    return this.#over.promise;
  }

  /** Resolves with the head, or with null when the exchange failed before it. */
  get headed(): Promise<AnswerHead | null> {
    return this.#headed.promise;
  }

  get body(): Buffer {
    return Buffer.concat(this.#pieces);
  }

  get text(): string {
    return this.body.toString('latin1');
  }

  onReached(): void {
    this.#expect(this.reached++ === 0 && this.head === null, 'reached');
  }

  onHead(head: AnswerHead): void {
    this.#expect(this.reached === 1 && this.head === null, 'head');
    this.head = head;
    this.#headed.resolve(head);
  }

  onPiece(piece: Buffer): void {
    this.#expect(this.head !== null && piece.length > 0, 'piece');
    this.bytes += piece.length;
    this.#pieces.push(piece);
    this.onEachPiece?.(piece);
  }

  onEnd(): void {
    this.#expect(this.head !== null, 'end');
    this.ended = true;
    this.#over.resolve(this);
    this.onEnded?.();
  }

  onFailure(error: Error): void {
    this.#expect(true, 'failure');
    this.failure = error;
    this.#headed.resolve(null);
    this.#over.resolve(this);
  }

  #expect(isInOrder: boolean, what: string): void {
    if (isInOrder && !this.ended && !this.failure) return;
    const error = new Error(`The exchange told its ${what} in a wrong order.`);
    this.#over.reject(error);
    // What came too late finds nobody who waits: the test's process hears of it.
    queueMicrotask(() => {
      throw error;
    });
  }
}

/** What a test says of a request; headers are a flat list of names and values. */
export type RequestParts = Partial<Omit<UpstreamRequest, 'headers'>> & {
  readonly headers?: readonly string[];
};

/** A request for `/` without a body, but for what is given. */
export function requestOf({ headers = [], ...more }: RequestParts = {}): UpstreamRequest {
  let lines = '';
  for (let i = 0; i < headers.length; i += 2) lines += headerLine(headers[i]!, headers[i + 1]!);
  return { method: 'GET', path: '/', headers: lines, body: [], silenceMs: 5_000, ...more };
}
