import type { QuotaWindow } from '../../../src-shared/model/quota-window.ts';
import type { CooldownScope } from '../../../src-shared/model/routing-reason.ts';

/**
 * What one attempt at one account came to: the single union behind failover, health and the request log
 * (the outcome table of ARCHITECTURE.md). Times are ms since the epoch, durations in ms.
 */
export type AttemptOutcome =
  | { readonly kind: 'succeeded'; readonly status: number; readonly windows: readonly QuotaWindow[] }
  /** 429 that names a spent quota window. `resetsAt` is null where the stated reset was absent, past or absurd. */
  | {
      readonly kind: 'quota-rejected';
      readonly claim: string;
      readonly scope: CooldownScope;
      readonly resetsAt: number | null;
      readonly windows: readonly QuotaWindow[];
    }
  /** 429 without those headers: a rate limit of the moment. */
  | { readonly kind: 'throttled'; readonly retryAfterMs: number | null }
  /** 529, or an `overloaded_error` as the first event of a stream: the provider's trouble. */
  | { readonly kind: 'overloaded'; readonly retryAfterMs: number | null }
  /** 401, or 403 that speaks of the token. */
  | { readonly kind: 'unauthorized'; readonly status: number }
  | { readonly kind: 'forbidden' }
  | { readonly kind: 'out-of-credit'; readonly status: number }
  /** Another 4xx: the client's own. */
  | { readonly kind: 'rejected'; readonly status: number }
  /** A firewall, a region or a policy speaks, not the account. */
  | { readonly kind: 'blocked'; readonly status: number }
  | {
      readonly kind: 'upstream-failed';
      readonly cause: 'status' | 'reset' | 'timeout' | 'stream-error' | 'redirect' | 'invalid-answer';
      readonly status: number | null;
    }
  /** This machine or its network or proxy: nothing reached the upstream. */
  | {
      readonly kind: 'local-origin-failed';
      readonly cause: 'dns' | 'refused' | 'unreachable' | 'connect-timeout' | 'tls' | 'proxy';
      readonly host: string;
    }
  | { readonly kind: 'client-aborted' };

export type OutcomeKind = AttemptOutcome['kind'];
