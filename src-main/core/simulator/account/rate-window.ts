import type { RateSpec } from './simulated-account.ts';

/** An API key's limits as they stand now; `resetsAt` in milliseconds since the epoch. */
export interface RateReading {
  readonly requests: { readonly limit: number; readonly remaining: number };
  readonly tokens: { readonly limit: number; readonly remaining: number };
  readonly resetsAt: number;
}

/** Requests and tokens of an API key, counted anew every simulated minute from the first request on. */
export class RateWindow {
  readonly #spec: RateSpec;
  readonly #minuteMs: number;
  #requests = 0;
  #tokens = 0;
  #resetsAt = 0;

  constructor(spec: RateSpec, minuteMs: number) {
    this.#spec = spec;
    this.#minuteMs = minuteMs;
  }

  reading(now: number): RateReading {
    this.#reset(now);
    const { requestsPerMinute, tokensPerMinute } = this.#spec;
    return {
      requests: { limit: requestsPerMinute, remaining: Math.max(0, requestsPerMinute - this.#requests) },
      tokens: { limit: tokensPerMinute, remaining: Math.max(0, tokensPerMinute - this.#tokens) },
      resetsAt: this.#resetsAt,
    };
  }

  charge(now: number, tokens: number): void {
    this.#reset(now);
    this.#requests += 1;
    this.#tokens += tokens;
  }

  #reset(now: number): void {
    if (now < this.#resetsAt) return;
    this.#resetsAt = now + this.#minuteMs;
    this.#requests = 0;
    this.#tokens = 0;
  }
}
