import type { RoutingReason } from './routing-reason.ts';

/** Tokens as the upstream reported them; a field it did not report is 0. */
export interface TokenUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheReadInputTokens: number;
  /** All cache writes; the two below are the parts that the upstream told apart, by how long they live. */
  readonly cacheCreationInputTokens: number;
  readonly cacheCreation5mInputTokens: number;
  readonly cacheCreation1hInputTokens: number;
}

/** One try at one account. */
export interface AttemptFacts {
  readonly accountId: string;
  /** Why this account was asked. */
  readonly reason: RoutingReason;
  /** The outcome's kind, e.g. `succeeded`, `quota-rejected` (see the outcome table in ARCHITECTURE.md). */
  readonly outcome: string;
  readonly status: number | null;
  /** From sending to the response head or failure, in ms. */
  readonly durationMs: number;
}

/** A candidate that a request did without. */
export interface PassedOver {
  readonly accountId: string;
  readonly reason: RoutingReason;
}

/** What is known about a proxied request once it is over: facts only, never a body, a prompt or a secret. */
export interface RequestFacts {
  /** The value of the `x-rota-request` header. */
  readonly id: string;
  /** ms since the epoch. */
  readonly startedAt: number;
  readonly method: string;
  /** Path without the query. */
  readonly path: string;
  readonly model: string | null;
  /** The name that was sent upstream, where the route renames the model; else the same as `model`. */
  readonly modelServed: string | null;
  /** Name of the client key that opened the door; null for the one key of the installation. */
  readonly keyName: string | null;
  readonly stream: boolean;
  readonly sessionId: string | null;
  readonly route: string | null;
  readonly attempts: readonly AttemptFacts[];
  /** Candidates that were not asked, each with why, as at the end of the request; in the plan's order. */
  readonly passedOver: readonly PassedOver[];
  /** The account whose answer was relayed; null when Rota answered itself. */
  readonly accountId: string | null;
  /** What the client got; null when it left before an answer. */
  readonly status: number | null;
  readonly outcome: 'succeeded' | 'relayed-error' | 'own-error' | 'client-aborted' | 'broken-stream';
  /** Time to the first byte for the client, in ms; null when there was none. */
  readonly firstByteMs: number | null;
  /** From the last byte of the request to the first byte for the client, less what upstreams took of it, in ms; null without a byte. */
  readonly addedMs: number | null;
  readonly durationMs: number;
  readonly usage: TokenUsage | null;
  /** True when a stream ended without `message_stop`, so that `usage` may fall short. */
  readonly incomplete: boolean;
}
