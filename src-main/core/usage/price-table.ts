import { matchesGlob, mostSpecificFirst } from '../../../src-shared/lib/glob.ts';
import { tokensOf, type UsageSums } from './usage-sums.ts';

/** US dollars for a million tokens of the models that a glob names. */
export interface ModelPrice {
  readonly model: string;
  readonly inputUsd: number;
  readonly outputUsd: number;
  readonly cacheReadUsd: number;
  readonly cacheWrite5mUsd: number;
  readonly cacheWrite1hUsd: number;
}

const MILLION = 1_000_000;

/** Prices by model, the narrowest glob first. */
export class PriceTable {
  readonly #prices: readonly ModelPrice[];
  readonly #known = new Map<string, ModelPrice | null>();

  constructor(prices: readonly ModelPrice[]) {
    this.#prices = mostSpecificFirst(prices, ({ model }) => model);
  }

  /** The price of a model, or null where the table does not know it. */
  priceOf(model: string): ModelPrice | null {
    let price = this.#known.get(model);
    if (price === undefined) {
      price = this.#prices.find((one) => matchesGlob(one.model, model)) ?? null;
      this.#known.set(model, price);
    }
    return price;
  }

  /** What sums of one model cost in US dollars; null where tokens were used that the table does not price. */
  costOf(model: string, sums: Readonly<UsageSums>): number | null {
    if (tokensOf(sums) === 0) return 0;
    const price = this.priceOf(model);
    if (price === null) return null;
    const written1h = sums.cache_write_1h_tokens;
    // Cache writes whose life the upstream did not tell live for the default of five minutes.
    const written5m = Math.max(0, sums.cache_write_tokens - written1h);
    return (
      (sums.input_tokens * price.inputUsd +
        sums.output_tokens * price.outputUsd +
        sums.cache_read_tokens * price.cacheReadUsd +
        written5m * price.cacheWrite5mUsd +
        written1h * price.cacheWrite1hUsd) /
      MILLION
    );
  }
}
