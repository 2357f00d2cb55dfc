/** What the rounds of one cell said, contender by contender. */
import { differences, median, ratios, type Spread, spread } from './arithmetic.ts';
import type { LoadResult, Quantiles } from './load-job.ts';
import { DIRECT } from './subject.ts';

/** One figure of one stretch of load. */
export type Metric = (result: LoadResult) => number;

export const requestsPerSecond: Metric = (result) => (result.requests / result.elapsedMs) * 1000;
export const eventsPerSecond: Metric = (result) => (result.events / result.elapsedMs) * 1000;
export const cpuPerRequestUs: Metric = (result) => (result.cpuMs.subject / result.requests) * 1000;
export const cpuPerEventUs: Metric = (result) => (result.cpuMs.subject / result.events) * 1000;
export const firstByteP50Ms: Metric = (result) => measured(result.firstByteMs).p50;
export const firstByteP99Ms: Metric = (result) => measured(result.firstByteMs).p99;
export const eventDelayP50Ms: Metric = (result) => measured(result.eventDelayMs).p50;
export const eventDelayP99Ms: Metric = (result) => measured(result.eventDelayMs).p99;

/** CPU time in percent of one core. */
export function coreShare(part: keyof LoadResult['cpuMs']): Metric {
  return (result) => (result.cpuMs[part] / result.elapsedMs) * 100;
}

export class Comparison {
  readonly #rounds: ReadonlyMap<string, readonly LoadResult[]>;

  constructor(rounds: ReadonlyMap<string, readonly LoadResult[]>) {
    this.#rounds = rounds;
  }

  get labels(): readonly string[] {
    return [...this.#rounds.keys()];
  }

  /** The figure of every round; null when this contender did not take part. */
  series(label: string, metric: Metric): readonly number[] | null {
    return this.#rounds.get(label)?.map(metric) ?? null;
  }

  /** Median and range over the rounds; throws when this contender did not take part. */
  spread(label: string, metric: Metric): Spread {
    return spread(this.series(label, metric)!);
  }

  /** Ratios round by round; null when one of the two did not take part or the divisor was not above zero. */
  ratios(label: string, base: string, metric: Metric): readonly number[] | null {
    return pairs(this.series(label, metric), this.series(base, metric));
  }

  /** What a contender adds to the direct way, round by round. */
  added(label: string, metric: Metric): readonly number[] | null {
    const [own, without] = [this.series(label, metric), this.series(DIRECT, metric)];
    return own && without && differences(own, without);
  }

  /** What a contender adds, as ratios to what another adds. */
  addedRatios(label: string, base: string, metric: Metric): readonly number[] | null {
    return pairs(this.added(label, metric), this.added(base, metric));
  }
}

/** The median of a series that may be missing. */
export function medianOrNull(series: readonly number[] | null): number | null {
  return series && median(series);
}

function pairs(own: readonly number[] | null, base: readonly number[] | null): readonly number[] | null {
  return own && base?.every((value) => value > 0) ? ratios(own, base) : null;
}

function measured(quantiles: Quantiles | null): Quantiles {
  if (!quantiles) throw new Error('Nothing was measured in this stretch: it is too short for this load.');
  return quantiles;
}
