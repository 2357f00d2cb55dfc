/** What the gateway needs of a client: its request, and the way an answer goes back. */
import type { HeaderLines } from './header-lines.ts';
import type { BodyFailure, ReplayBody } from './replay-body.ts';

/** The beginning of an answer. */
export interface AnswerStart {
  readonly status: number;
  /** What stands behind the status; may be empty. */
  readonly statusText: string;
  /** Header lines, each with its CRLF, without those that belong to the connection. */
  readonly headers: string;
  /** True where a header says how long the body is; otherwise it is sent in chunks. */
  readonly hasLength: boolean;
  /** True for an answer of Rota's own, which is dated; an upstream's has the date that it came with, or none. */
  readonly isOwn: boolean;
}

/** One request of a client and its answer, whatever reads the bytes. */
export interface ClientExchange {
  readonly method: string;
  /** Path and query as the client sent them. */
  readonly target: string;
  readonly headers: HeaderLines;

  /** Collects a body of at most `maxBytes`; past that, or when the sender goes, the failure is the value. Once. */
  readBody(maxBytes: number): ReplayBody | BodyFailure | Promise<ReplayBody | BodyFailure>;
  /** Reads the body and drops it: a socket closed on unread bytes would be reset before the answer is read. */
  dropBody(): void;

  /** True once an answer has begun. */
  readonly hasBegun: boolean;
  /** True once no byte can reach the client any more. */
  readonly isGone: boolean;
  /** Calls `hear` once if the client's connection closes before the end of its answer was written. */
  onGone(hear: () => void): void;
  /** Calls `hear` whenever the client has read what `write` had no room for; null for nobody. */
  onDrain(hear: (() => void) | null): void;

  /** Begins the answer; its head leaves with the first bytes of its body. */
  begin(start: AnswerStart): void;
  /** Sends the head by itself, if it has not left. */
  flushHead(): void;
  /** Writes some pieces. `payload` is them in one; `hasRoom` is false where the client has to be waited for. */
  write(pieces: readonly Buffer[], onWritten?: () => void): { payload: Buffer; hasRoom: boolean };
  /** Writes the last pieces, if any, and the end. Returns them in one. */
  end(pieces: readonly Buffer[]): Buffer | null;
  /** Cuts the client's connection, so that an answer without its end is seen as one. */
  destroy(): void;
}
