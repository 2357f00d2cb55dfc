import type { ManagementClient } from '../../src-shared/contract/client.ts';
import type { Snapshot } from '../../src-shared/model/snapshot.ts';
import type { CoreClock } from './core-clock.ts';

/** What the page knows: nothing yet, the present state, or the last one before Rota went out of reach. */
export type Feed =
  | { readonly kind: 'starting' }
  | { readonly kind: 'live'; readonly snapshot: Snapshot }
  | { readonly kind: 'offline'; readonly snapshot: Snapshot | null };

/** A stream that is back within this time was never reported as lost. */
const GRACE_MS = 1200;

/** Holds the latest snapshot. It is replaced whole and never edited; the transport sees to reconnecting. */
export class SnapshotStore {
  #feed: Feed = { kind: 'starting' };
  #grace: number | undefined;
  readonly #client: ManagementClient;
  readonly #clock: CoreClock;
  readonly #listeners = new Set<() => void>();

  constructor(client: ManagementClient, clock: CoreClock) {
    this.#client = client;
    this.#clock = clock;
  }

  readonly feed = (): Feed => this.#feed;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Listens until the returned handle is disposed. */
  start(): Disposable {
    const stream = this.#client.subscribe({
      onSnapshot: (snapshot) => {
        this.#endGrace();
        this.#clock.follow(snapshot.now);
        this.#set({ kind: 'live', snapshot });
      },
      onConnection: (state) => {
        if (state === 'lost') this.#beginGrace();
      },
    });
    return {
      [Symbol.dispose]: () => {
        this.#endGrace();
        stream[Symbol.dispose]();
      },
    };
  }

  #beginGrace(): void {
    this.#grace ??= window.setTimeout(() => {
      this.#set({ kind: 'offline', snapshot: this.#feed.kind === 'starting' ? null : this.#feed.snapshot });
    }, GRACE_MS);
  }

  #endGrace(): void {
    clearTimeout(this.#grace);
    this.#grace = undefined;
  }

  #set(feed: Feed): void {
    this.#feed = feed;
    for (const listener of this.#listeners) listener();
  }
}
