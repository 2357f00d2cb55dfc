import type { EventBus } from '../events/event-bus.ts';
import type { Clock } from '../lib/clock.ts';
import type { Closer } from '../lib/closer.ts';
import { withinTimeLimit } from '../lib/time-limit.ts';
import type { Logger } from '../logging/logger.ts';
import { EventLoopLag } from './event-loop-lag.ts';
import type { MetricFamily } from './metric-family.ts';
import { type MetricSources, sampledFamilies } from './sampled-families.ts';
import { TrafficCounts } from './traffic-counts.ts';

/** Longest wait for the last numbers to be sent, in ms. */
const LAST_PUSH_MS = 1_000;

export interface MetricsOptions extends MetricSources {
  readonly bus: Pick<EventBus, 'subscribe'>;
  readonly clock: Pick<Clock, 'now' | 'after'>;
  readonly logger: Logger;
  /** Where metrics are sent, or null; asked again after each change of the settings. */
  readonly otlpUrl: () => string | null;
  /** Brings the counts up to date; called before they are told. */
  readonly settle: () => void;
}

/** The numbers that other programs watch Rota by: counted from the start, told when somebody asks. */
export class Metrics implements Closer {
  readonly #options: MetricsOptions;
  readonly #counts: TrafficCounts;
  readonly #lag = new EventLoopLag();
  readonly #subscription: Disposable;
  #pushedTo: string | null = null;
  #push: Promise<Closer | null> = Promise.resolve(null);

  constructor(options: MetricsOptions) {
    this.#options = options;
    this.#counts = new TrafficCounts(options.bus);
    this.#subscription = options.bus.subscribe((event) => {
      if (event.kind === 'settings-changed') this.push();
    });
  }

  families(): readonly MetricFamily[] {
    this.#options.settle();
    return [...this.#counts.families(), ...sampledFamilies(this.#options, this.#lag)];
  }

  /** The answer to a scrape. */
  async scrape(): Promise<{ readonly contentType: string; readonly text: string }> {
    const { prometheusText } = await import('./prometheus-text.ts');
    return prometheusText(this.families());
  }

  /** Begins, ends or moves the sending by OTLP, as the settings say now. */
  push(): void {
    const url = this.#options.otlpUrl();
    if (url === this.#pushedTo) return;
    this.#pushedTo = url;
    this.#push = this.#push.then(async (current) => {
      await current?.close();
      return url === null ? null : this.#startPush(url);
    });
  }

  async close(): Promise<void> {
    this.#subscription[Symbol.dispose]();
    this.#counts[Symbol.dispose]();
    this.#lag[Symbol.dispose]();
    const push = await this.#push;
    // The last numbers are sent, but nobody waits for a receiver that does not answer.
    if (push) await withinTimeLimit(push.close(), LAST_PUSH_MS, this.#options.clock);
  }

  async #startPush(url: string): Promise<Closer | null> {
    const { version, clock, logger } = this.#options;
    try {
      const { startOtlpPush } = await import('./otlp-push.ts');
      return await startOtlpPush({ url, version, clock, families: () => this.families() });
    } catch (error) {
      const detail = error instanceof Error ? error.name : 'unknown';
      logger.error('Metrics cannot be sent by OTLP', { detail });
      return null;
    }
  }
}
