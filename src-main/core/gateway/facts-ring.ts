import type { RequestFacts } from '../../../src-shared/model/request-facts.ts';
import type { Logger } from '../logging/logger.ts';
import type { TurnEnd } from './turn-end.ts';

/** Facts that may wait to be heard; beyond it the oldest are dropped, loudly. */
const CAPACITY = 4_096;

/**
 * Takes the facts of finished requests off the request's path: they are told in batches, after the event loop has
 * served its sockets, and never make a request wait.
 */
export class FactsRing {
  readonly #tell: (facts: RequestFacts) => void;
  readonly #logger: Logger;
  readonly #turnEnd: TurnEnd;
  #waiting: RequestFacts[] = [];
  #dropped = 0;
  #toldDropped = 0;

  constructor(tell: (facts: RequestFacts) => void, logger: Logger, turnEnd: TurnEnd) {
    this.#tell = tell;
    this.#logger = logger;
    this.#turnEnd = turnEnd;
  }

  /** Facts that were lost, since the start. */
  get dropped(): number {
    return this.#dropped;
  }

  push(facts: RequestFacts): void {
    if (this.#waiting.length === CAPACITY) {
      this.#waiting.shift();
      this.#dropped++;
    }
    this.#waiting.push(facts);
    if (this.#waiting.length === 1) this.#turnEnd.putOffLast(this.#drain);
  }

  readonly #drain = (): void => {
    const batch = this.#waiting;
    this.#waiting = [];
    for (const facts of batch) this.#tell(facts);
    if (this.#dropped > this.#toldDropped) {
      this.#logger.warn('Facts of requests were dropped because nobody took them in time', {
        count: this.#dropped - this.#toldDropped,
      });
      this.#toldDropped = this.#dropped;
    }
  };
}
