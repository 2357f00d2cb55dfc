/** What the gateway needs of a way to an upstream: one request out, its answer in as it comes. */
import type { HeaderLines } from '../header-lines.ts';

/** One request as it goes out. */
export interface UpstreamRequest {
  readonly method: string;
  /** Path and query at the upstream. */
  readonly path: string;
  /** Header lines, each with its CRLF, without `host` and those that belong to the connection. */
  readonly headers: string;
  /** The body in the pieces it came in; none for no body. Sent as they are, and not kept. */
  readonly body: readonly Buffer[];
  /** Longest silence, before the head and between bytes, in ms. */
  readonly silenceMs: number;
}

/** The head of an answer. */
export interface AnswerHead {
  readonly status: number;
  readonly statusText: string;
  readonly headers: HeaderLines;
}

/** Hears one exchange: `onReached` once, `onHead` once, pieces, and then either its end or its failure. */
export interface AnswerSink {
  /** A connection stands, and the request may reach the upstream from now on. */
  onReached(): void;
  onHead(head: AnswerHead): void;
  /** The piece belongs to the sink. */
  onPiece(piece: Buffer): void;
  onEnd(): void;
  onFailure(error: Error): void;
}

/** Holds back or cuts an exchange while it lasts; whoever holds it lets go of it at the end. */
export interface ExchangeControl {
  /** No pieces until `resume`; silence does not count meanwhile. */
  pause(): void;
  resume(): void;
  /** Cuts the connection at once; the sink hears of it as a failure. */
  abort(): void;
}

/** The connections to one origin. */
export interface UpstreamTransport {
  /** Sends a request. Everything that happens to it is told to `sink`, in later turns. */
  send(request: UpstreamRequest, sink: AnswerSink): ExchangeControl;
  /** Takes nothing new; what is in flight may finish. Resolves when the last connection is closed. */
  close(): Promise<void>;
  /** Destroys every connection. Requests in flight fail. */
  destroy(): Promise<void>;
}
