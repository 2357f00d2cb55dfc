import type { RequestFacts } from '../../../src-shared/model/request-facts.ts';
import type { Clock } from '../lib/clock.ts';

/**
 * Measures one proxied request, in ms of the monotonic clock. What Rota adds is the time from the last byte of the
 * request to the first byte of the answer for the client, less the time that attempts took: each from the moment its
 * bytes were handed to the connection (opening one included) to the moment its head, the text of its error or its
 * first event had been read. Waits of Rota's own (for a token, before a repetition) count as added, so does all
 * work between two attempts.
 */
export class Stopwatch {
  readonly #clock: Clock;
  readonly #startedAt: number;
  #bodyReadAt: number;
  #upstreamMs = 0;
  #firstByteMs: number | null = null;
  #addedMs: number | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#startedAt = clock.monotonic();
    this.#bodyReadAt = this.#startedAt;
  }

  /** The last byte of the request is in. */
  bodyRead(): void {
    this.#bodyReadAt = this.#clock.monotonic();
  }

  /** An attempt was decided after `ms`. */
  upstreamTook(ms: number): void {
    this.#upstreamMs += ms;
  }

  /** The first byte for the client leaves now. */
  firstByte(): void {
    const now = this.#clock.monotonic();
    this.#firstByteMs = now - this.#startedAt;
    this.#addedMs = now - this.#bodyReadAt - this.#upstreamMs;
  }

  /** The request's times up to now, as its facts name them; the first two are null where no byte left. */
  times(): Pick<RequestFacts, 'firstByteMs' | 'addedMs' | 'durationMs'> {
    const durationMs = this.#clock.monotonic() - this.#startedAt;
    return { firstByteMs: this.#firstByteMs, addedMs: this.#addedMs, durationMs };
  }
}
