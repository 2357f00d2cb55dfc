import type { Clock } from '../lib/clock.ts';
import type { Closer } from '../lib/closer.ts';

/** Longest time between two looks at the clock, in ms: a timer does not count the time that a machine slept. */
const MAX_LOOK_INTERVAL_MS = 60_000;
/** Shortest, in ms: a refresh that could not even start must not be asked for in a loop. */
const MIN_LOOK_INTERVAL_MS = 1_000;

export interface RefreshSchedulerPorts {
  readonly accounts: { ids(): readonly string[] };
  readonly source: {
    refreshDueInMs(accountId: string): number | null;
    refreshIfDue(accountId: string): Promise<void>;
    forgetNetworkTrouble(): void;
  };
  readonly clock: Pick<Clock, 'after'>;
  /** `settings.oauth.enable_auto_refresh`. */
  enabled(): boolean;
}

/**
 * Refreshes every account's token five minutes before its end, without traffic and whether the account is
 * enabled or not, and tries again after a failure. One timer serves all accounts.
 */
export class RefreshScheduler implements Closer {
  readonly #ports: RefreshSchedulerPorts;
  readonly #running = new Set<string>();
  #timer: Disposable | null = null;
  #closed = false;

  constructor(ports: RefreshSchedulerPorts) {
    this.#ports = ports;
  }

  start(): void {
    this.#look();
  }

  /** To be called after a wake, a sign-in, or a change of settings, accounts or network. */
  reconsider(): void {
    this.#ports.source.forgetNetworkTrouble();
    this.#look();
  }

  /** Stops the timer; for refreshes under way the credential source waits when it is closed. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#arm();
  }

  /** Starts every refresh whose time has come. */
  #look(): void {
    if (!this.#closed && this.#ports.enabled()) {
      for (const accountId of this.#ports.accounts.ids()) {
        if (!this.#running.has(accountId) && this.#ports.source.refreshDueInMs(accountId) === 0) {
          this.#refresh(accountId);
        }
      }
    }
    this.#arm();
  }

  #refresh(accountId: string): void {
    this.#running.add(accountId);
    this.#ports.source
      .refreshIfDue(accountId)
      // What went wrong is published by the credential source; here only the next look matters.
      .catch(() => {})
      .finally(() => {
        this.#running.delete(accountId);
        this.#arm();
      });
  }

  /** Sets the timer to the next account that falls due. */
  #arm(): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = null;
    if (this.#closed || !this.#ports.enabled()) return;
    let nextLookMs = MAX_LOOK_INTERVAL_MS;
    for (const accountId of this.#ports.accounts.ids()) {
      if (this.#running.has(accountId)) continue;
      const dueInMs = this.#ports.source.refreshDueInMs(accountId) ?? MAX_LOOK_INTERVAL_MS;
      nextLookMs = Math.min(nextLookMs, Math.max(dueInMs, MIN_LOOK_INTERVAL_MS));
    }
    this.#timer = this.#ports.clock.after(nextLookMs, () => this.#look());
  }
}
