import type { RequestFacts } from '../../../src-shared/model/request-facts.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../logging/logger.ts';

/** Facts that may wait to be heard; beyond it the oldest are dropped, loudly. */
const CAPACITY = 4_096;
/** So many are told together: a third of a millisecond's work, and for each less than by itself. */
const BATCH = 32;
/** So long the facts of a request wait for others, in ms; nobody sees it. */
const WAIT_MS = 10;

/**
 * Takes the facts of finished requests off the request's path: they are put together and told in batches, and never make
 * a request wait.
 */
export class FactsRing {
  readonly #tell: (facts: RequestFacts) => void;
  readonly #logger: Logger;
  readonly #clock: Clock;
  #waiting: (() => RequestFacts)[] = [];
  #timer: Disposable | null = null;
  #dropped = 0;
  #toldDropped = 0;

  constructor(tell: (facts: RequestFacts) => void, logger: Logger, clock: Clock) {
    this.#tell = tell;
    this.#logger = logger;
    this.#clock = clock;
  }

  /** Facts that were lost, since the start. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Takes what will put the facts together when it is their turn. */
  push(facts: () => RequestFacts): void {
    if (this.#waiting.length === CAPACITY) {
      this.#waiting.shift();
      this.#dropped++;
    }
    this.#waiting.push(facts);
    if (this.#waiting.length === BATCH) setImmediate(this.#flush);
    else this.#timer ??= this.#clock.after(WAIT_MS, this.#onTime);
  }

  /** Tells what waits, for those who are about to look. */
  flush(): void {
    const batch = this.#waiting;
    this.#waiting = [];
    for (const facts of batch) this.#tell(facts());
    if (this.#dropped > this.#toldDropped) {
      this.#logger.warn('Facts of requests were dropped because nobody took them in time', {
        count: this.#dropped - this.#toldDropped,
      });
      this.#toldDropped = this.#dropped;
    }
  }

  readonly #flush = (): void => this.flush();

  readonly #onTime = (): void => {
    this.#timer = null;
    this.flush();
  };
}
