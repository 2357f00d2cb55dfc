import type { AccountSnapshot } from './account.ts';

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
}
