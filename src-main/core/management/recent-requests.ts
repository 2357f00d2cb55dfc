import { MAX_RECENT_REQUESTS } from '../../../src-shared/contract/gateway.ts';
import type { RequestFacts } from '../../../src-shared/model/request-facts.ts';
import type { EventBus } from '../events/event-bus.ts';

/** The part of the usage history that goes beyond this run's memory; empty-handed where it cannot be read. */
export interface PastRequests {
  recent(limit: number): Promise<readonly RequestFacts[]>;
  find(id: string): Promise<RequestFacts | null>;
  /** Tells sessions apart without their ids. */
  hashSession(sessionId: string): string;
}

/** The last proxied requests: those of this run from memory, older ones from the history. Session ids come out hashed. */
export class RecentRequests implements Disposable {
  readonly #newestLast: RequestFacts[] = [];
  readonly #past: PastRequests;
  readonly #subscription: Disposable;

  constructor(bus: Pick<EventBus, 'subscribe'>, past: PastRequests) {
    this.#past = past;
    this.#subscription = bus.subscribe((event) => {
      if (event.kind !== 'request-finished') return;
      this.#newestLast.push(event.facts);
      if (this.#newestLast.length > MAX_RECENT_REQUESTS) this.#newestLast.shift();
    });
  }

  /** At most `limit` requests, newest first. */
  async recent(limit: number): Promise<readonly RequestFacts[]> {
    const past = await this.#past.recent(limit);
    const present = this.#newestLast.slice(-limit).reverse();
    const known = new Set(present.map(({ id }) => id));
    const older = past.filter(({ id }) => !known.has(id));
    return [...present.map((facts) => this.#withoutSessionId(facts)), ...older].slice(0, limit);
  }

  /** The request whose answer carried this `x-rota-request`, or null. */
  async find(id: string): Promise<RequestFacts | null> {
    const past = await this.#past.find(id);
    const present = this.#newestLast.find((facts) => facts.id === id);
    return present ? this.#withoutSessionId(present) : past;
  }

  [Symbol.dispose](): void {
    this.#subscription[Symbol.dispose]();
  }

  #withoutSessionId(facts: RequestFacts): RequestFacts {
    const { sessionId } = facts;
    return { ...facts, sessionId: sessionId === null ? null : this.#past.hashSession(sessionId) };
  }
}
