import type { RequestFacts } from '../../../src-shared/model/request-facts.ts';
import type { CoreEvent } from '../events/core-event.ts';
import type { EventBus } from '../events/event-bus.ts';
import { modelFamily } from '../providers/model-family.ts';
import { Counter, Histogram } from './instruments.ts';
import type { MetricFamily } from './metric-family.ts';

/** For what no account, or no model, was named. */
const NONE = 'none';
const TTFB_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120];
const ADDED_SECONDS = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 1];

/** Counts what is told on the event bus, from the first moment on. */
export class TrafficCounts implements Disposable {
  readonly #requests = new Counter(
    'rota_requests_total',
    'Proxied requests that ended, by the account that answered.',
  );
  readonly #attempts = new Counter('rota_attempts_total', 'Attempts at an account, by what they came to.');
  readonly #tokens = new Counter('rota_tokens_total', 'Tokens that upstreams reported, by kind.');
  readonly #logins = new Counter('rota_logins_total', 'Sign-ins that ended.');
  readonly #refreshes = new Counter('rota_token_refreshes_total', 'Renewals of access tokens.');
  readonly #firstByte = new Histogram(
    'rota_time_to_first_byte_seconds',
    'Time from a request to the first byte of its answer.',
    TTFB_SECONDS,
  );
  readonly #added = new Histogram(
    'rota_added_latency_seconds',
    'The part of the time to the first byte that was spent in Rota.',
    ADDED_SECONDS,
  );
  readonly #subscription: Disposable;

  constructor(bus: Pick<EventBus, 'subscribe'>) {
    for (const result of ['succeeded', 'failed']) this.#logins.add({ result }, 0);
    this.#subscription = bus.subscribe((event) => this.#hear(event));
  }

  families(): readonly MetricFamily[] {
    return [
      this.#requests,
      this.#attempts,
      this.#tokens,
      this.#logins,
      this.#refreshes,
      this.#firstByte,
      this.#added,
    ].map((instrument) => instrument.family());
  }

  [Symbol.dispose](): void {
    this.#subscription[Symbol.dispose]();
  }

  #hear(event: CoreEvent): void {
    if (event.kind === 'request-finished') this.#count(event.facts);
    else if (event.kind === 'login-finished') this.#logins.add({ result: event.result });
    else if (event.kind === 'token-refreshed')
      this.#refreshes.add({ account: event.accountId, result: event.result });
  }

  #count(facts: RequestFacts): void {
    const { usage, firstByteMs, addedMs } = facts;
    const account = facts.accountId ?? NONE;
    const model = facts.modelServed ?? facts.model;
    const modelClass = model === null ? NONE : modelFamily(model);
    this.#requests.add({ account, model_class: modelClass, outcome: facts.outcome });
    for (const attempt of facts.attempts) {
      this.#attempts.add({ account: attempt.accountId, outcome: attempt.outcome });
    }
    if (firstByteMs !== null && facts.accountId !== null) this.#firstByte.observe(firstByteMs / 1_000);
    if (addedMs !== null) this.#added.observe(addedMs / 1_000);
    if (usage === null) return;
    const kinds = {
      input: usage.inputTokens,
      output: usage.outputTokens,
      cache_read: usage.cacheReadInputTokens,
      cache_write: usage.cacheCreationInputTokens,
    };
    for (const [kind, tokens] of Object.entries(kinds)) {
      if (tokens > 0) this.#tokens.add({ account, model_class: modelClass, kind }, tokens);
    }
  }
}
