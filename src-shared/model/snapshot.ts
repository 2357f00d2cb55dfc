import type { AccountSnapshot } from './account.ts';
import type { Notice } from './notice.ts';

/** A way to order accounts that may all serve. */
export type StrategyName = 'priority' | 'round_robin' | 'least_used' | 'soonest_reset';

/** Everything the UI shows, whole; a later revision replaces an earlier one. */
export interface Snapshot {
  /** Grows by one with every change of a run; a client that reconnects replaces what it has. */
  readonly revision: number;
  readonly version: string;
  /** ms since the epoch, by the core's clock: countdowns are drawn against this, not the browser's clock. */
  readonly now: number;
  readonly baseUrl: string;
  readonly gateway: 'serving' | 'paused' | 'draining';
  /** True where all upstreams are the built-in simulator. */
  readonly simulated: boolean;
  /** The settings file that makes the UI read-only, or null. */
  readonly readOnlyFile: string | null;
  readonly accounts: readonly AccountSnapshot[];
  /** The strategy of models that have no route, or whose route has none of its own. */
  readonly strategy: StrategyName;
  /** Newest first. */
  readonly notices: readonly Notice[];
  /** Proxied requests in flight. */
  readonly openRequests: number;
  /** Proxied requests that ended in this run; when it grows, `requests.recent` has something new. */
  readonly finishedRequests: number;
  /** Sign-ins that wait for their person. */
  readonly pendingLogins: readonly PendingLogin[];
}

/** A sign-in that waits for its person; times are ms since the epoch. */
export interface PendingLogin {
  readonly loginId: string;
  readonly provider: string;
  readonly method: 'window' | 'browser' | 'paste';
  readonly askedFor: string | null;
  readonly expiresAt: number;
}
