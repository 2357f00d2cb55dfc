import type { RequestFacts } from '../../../src-shared/model/request-facts.ts';

/** Facts that wait to be written: bounded, oldest first. Beyond the bound the oldest are dropped and counted. */
export class FactQueue {
  readonly #capacity: number;
  readonly #facts: RequestFacts[] = [];
  #dropped = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get length(): number {
    return this.#facts.length;
  }

  /** Facts that were lost, since the queue was made. */
  get dropped(): number {
    return this.#dropped;
  }

  push(facts: RequestFacts): void {
    this.#facts.push(facts);
    if (this.#facts.length > this.#capacity) this.drop(1);
  }

  /** The oldest `count`, which stay until they are done with. */
  oldest(count: number): readonly RequestFacts[] {
    return this.#facts.slice(0, count);
  }

  /** The oldest `count` are written. */
  done(count: number): void {
    this.#facts.splice(0, count);
  }

  /** The oldest `count` cannot be kept. */
  drop(count: number): void {
    this.#dropped += this.#facts.splice(0, count).length;
  }
}
