/** Counts in plain numbers, so that counting costs next to nothing and no library is loaded for it. */
import type { HistogramPoint, Labels, MetricFamily, NumberPoint } from './metric-family.ts';

/** A number per set of label values that only grows. */
export class Counter {
  readonly #name: string;
  readonly #help: string;
  readonly #points = new Map<string, { readonly labels: Labels; value: number }>();

  constructor(name: string, help: string) {
    this.#name = name;
    this.#help = help;
  }

  add(labels: Labels, by = 1): void {
    let key = '';
    for (const name in labels) key += `${labels[name]}\n`;
    const point = this.#points.get(key);
    if (point) point.value += by;
    else this.#points.set(key, { labels, value: by });
  }

  family(): MetricFamily {
    const points: NumberPoint[] = Array.from(this.#points.values(), (point) => ({ ...point }));
    return { name: this.#name, help: this.#help, kind: 'counter', points };
  }
}

/** How values are spread over buckets. */
export class Histogram {
  readonly #name: string;
  readonly #help: string;
  readonly #boundaries: readonly number[];
  readonly #counts: number[];
  #sum = 0;
  #count = 0;

  constructor(name: string, help: string, boundaries: readonly number[]) {
    this.#name = name;
    this.#help = help;
    this.#boundaries = boundaries;
    this.#counts = new Array<number>(boundaries.length + 1).fill(0);
  }

  observe(value: number): void {
    const bucket = this.#boundaries.findIndex((boundary) => value <= boundary);
    this.#counts[bucket === -1 ? this.#boundaries.length : bucket]! += 1;
    this.#sum += value;
    this.#count += 1;
  }

  family(): MetricFamily {
    const point: HistogramPoint = {
      labels: {},
      counts: [...this.#counts],
      sum: this.#sum,
      count: this.#count,
    };
    return {
      name: this.#name,
      help: this.#help,
      kind: 'histogram',
      boundaries: this.#boundaries,
      points: [point],
    };
  }
}
