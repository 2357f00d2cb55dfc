import type { Snapshot } from '../../../src-shared/model/snapshot.ts';
import type { EventBus } from '../events/event-bus.ts';
import type { Clock } from '../lib/clock.ts';

/** A snapshot without what the feed adds. */
export type SnapshotContent = Omit<Snapshot, 'revision' | 'now' | 'finishedRequests'>;

/** Who hears snapshots. */
export interface FeedSubscriber {
  /** The first call comes from within `subscribe` and brings the state at that moment. */
  onSnapshot(snapshot: Snapshot): void;
  /** The feed has ended, e.g. because Rota stops; nothing comes after it. */
  onClose(): void;
}

export interface SnapshotFeedOptions {
  readonly bus: Pick<EventBus, 'subscribe'>;
  readonly clock: Clock;
  /** Reads the state of everything as it is now. */
  readonly read: () => SnapshotContent;
}

/** Changes that come closer together than this travel in one snapshot. */
const COALESCE_MS = 100;

/**
 * Tells subscribers of every change that is published on the bus, whole and in order. Nothing is read
 * while nobody listens.
 */
export class SnapshotFeed {
  readonly #options: SnapshotFeedOptions;
  readonly #subscribers = new Set<FeedSubscriber>();
  readonly #busSubscription: Disposable;
  #revision = 1;
  /** True from a change until the revision that tells of it. */
  #isStale = false;
  #publishTimer: Disposable | null = null;
  #isClosed = false;
  #finishedRequests = 0;

  constructor(options: SnapshotFeedOptions) {
    this.#options = options;
    this.#busSubscription = options.bus.subscribe(({ kind }) => {
      if (kind === 'request-finished') this.#finishedRequests += 1;
      this.#noteChange();
    });
  }

  /** True once the feed has ended. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** The state now. A change that was not told of yet is told of first, so that a revision stands for one state. */
  current(): Snapshot {
    if (this.#isStale) this.#publish();
    return this.#read();
  }

  /** Something has changed that is too frequent for an event of its own, e.g. a request has come in. */
  touch(): void {
    if (!this.#isClosed) this.#noteChange();
  }

  /** Hears the state now and every later one, until the handle is disposed or the feed closes. */
  subscribe(subscriber: FeedSubscriber): Disposable {
    if (this.#isClosed) {
      subscriber.onClose();
      return { [Symbol.dispose]() {} };
    }
    subscriber.onSnapshot(this.current());
    this.#subscribers.add(subscriber);
    return {
      [Symbol.dispose]: () => {
        this.#subscribers.delete(subscriber);
        if (this.#subscribers.size === 0) this.#stopTimer();
      },
    };
  }

  /** Ends every subscription. Snapshots can still be read with `current`. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#busSubscription[Symbol.dispose]();
    this.#stopTimer();
    const subscribers = [...this.#subscribers];
    this.#subscribers.clear();
    for (const subscriber of subscribers) subscriber.onClose();
  }

  #noteChange(): void {
    this.#isStale = true;
    if (this.#subscribers.size === 0) return;
    this.#publishTimer ??= this.#options.clock.after(COALESCE_MS, () => this.#publish());
  }

  #publish(): void {
    this.#stopTimer();
    this.#isStale = false;
    this.#revision += 1;
    if (this.#subscribers.size === 0) return;
    const snapshot = this.#read();
    for (const subscriber of [...this.#subscribers]) subscriber.onSnapshot(snapshot);
  }

  #read(): Snapshot {
    return {
      revision: this.#revision,
      now: this.#options.clock.now(),
      finishedRequests: this.#finishedRequests,
      ...this.#options.read(),
    };
  }

  #stopTimer(): void {
    this.#publishTimer?.[Symbol.dispose]();
    this.#publishTimer = null;
  }
}
