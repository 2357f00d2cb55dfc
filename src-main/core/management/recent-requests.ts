import { MAX_RECENT_REQUESTS } from '../../../src-shared/contract/gateway.ts';
import type { RequestFacts } from '../../../src-shared/model/request-facts.ts';
import type { EventBus } from '../events/event-bus.ts';

/** The last proxied requests of this run, in memory; the history on disk is the usage store's. */
export class RecentRequests implements Disposable {
  readonly #newestLast: RequestFacts[] = [];
  readonly #subscription: Disposable;

  constructor(bus: Pick<EventBus, 'subscribe'>) {
    this.#subscription = bus.subscribe((event) => {
      if (event.kind !== 'request-finished') return;
      this.#newestLast.push(event.facts);
      if (this.#newestLast.length > MAX_RECENT_REQUESTS) this.#newestLast.shift();
    });
  }

  /** At most `limit` requests, newest first. */
  recent(limit: number): readonly RequestFacts[] {
    return this.#newestLast.slice(-limit).reverse();
  }

  [Symbol.dispose](): void {
    this.#subscription[Symbol.dispose]();
  }
}
