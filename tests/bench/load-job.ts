import type { AnswerPlan } from './vendor-answer.ts';

/** One stretch of load that the load generator puts on one subject. */
export interface LoadJob {
  readonly target: {
    readonly url: string;
    /** Value of the Authorization header. */
    readonly authorization: string;
    /** Processes whose CPU time is the subject's; empty when there is no subject between. */
    readonly pids: readonly number[];
    readonly upstreamPid: number;
  };
  /** Connections at once; each sends its next request when the answer of the last one is complete. */
  readonly connections: number;
  /** Sizes of the request bodies, in bytes; a connection goes through them in turn. */
  readonly bodyBytes: readonly number[];
  readonly answer: AnswerPlan;
  readonly until: LoadEnd;
  /** The connections send their first requests evenly over this time, in ms. */
  readonly startOverMs?: number;
  /** Pause between an answer and the next request of a connection, in ms. */
  readonly pauseMs?: number;
  /** Sends each request in pieces, as over a network that brings one now and then; absent for all at once. */
  readonly inPieces?: BodyPieces;
  /** Asks for begin and end of every request. */
  readonly withSpans?: boolean;
}

export interface BodyPieces {
  readonly bytes: number;
  readonly gapMs: number;
}

export type LoadEnd =
  /** Measures for a time, after a time that is not measured; requests under way are then let finish. */
  | { readonly kind: 'time'; readonly warmUpMs: number; readonly measureMs: number }
  /** Measures everything from the first request to the last answer. */
  | { readonly kind: 'requests'; readonly requests: number };

export interface Quantiles {
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
}

/** What was measured. Times are in ms. */
export interface LoadResult {
  readonly elapsedMs: number;
  /** Answers that were complete and right. */
  readonly requests: number;
  /** Events that were received whole. */
  readonly events: number;
  /** From the first byte of the request being handed to the kernel to the first byte of the answer. */
  readonly firstByteMs: Quantiles | null;
  /** From the upstream writing a paced event to its last byte at the client. */
  readonly eventDelayMs: Quantiles | null;
  readonly failures: number;
  /** What went wrong first, in words. */
  readonly firstFailure: string | null;
  readonly cpuMs: { readonly subject: number; readonly load: number; readonly upstream: number };
  /** Busy time of the machine that none of the measured processes used. */
  readonly otherBusyMs: number;
  readonly stolenMs: number;
  /** Begin and end of each request in ms of the monotonic clock. */
  readonly spans: readonly (readonly [beganAt: number, endedAt: number])[];
}
