import type { ProcedureOutput } from '../../../src-shared/contract/contract.ts';

type Price = ProcedureOutput<'usage.prices'>['prices'][number];

/** The five numbers of a price, in the order in which they are shown. */
export const PRICE_FIELDS = [
  'inputUsd',
  'outputUsd',
  'cacheReadUsd',
  'cacheWrite5mUsd',
  'cacheWrite1hUsd',
] as const;

/** A price as it is being typed. */
export type PriceLine = { readonly [Field in keyof Price]: string } & { readonly id: number };

/** The table as lines to type in. */
export function linesOf(prices: readonly Price[]): readonly PriceLine[] {
  return prices.map((price, id) => ({
    id,
    model: price.model,
    inputUsd: String(price.inputUsd),
    outputUsd: String(price.outputUsd),
    cacheReadUsd: String(price.cacheReadUsd),
    cacheWrite5mUsd: String(price.cacheWrite5mUsd),
    cacheWrite1hUsd: String(price.cacheWrite1hUsd),
  }));
}

/** A line in which nothing stands yet. */
export function emptyLine(lines: readonly PriceLine[]): PriceLine {
  const id = Math.max(-1, ...lines.map((line) => line.id)) + 1;
  return {
    id,
    model: '',
    inputUsd: '',
    outputUsd: '',
    cacheReadUsd: '',
    cacheWrite5mUsd: '',
    cacheWrite1hUsd: '',
  };
}

/** The table that the lines make, or null where a line is not complete. A decimal comma is taken as a point. */
export function pricesOf(lines: readonly PriceLine[]): readonly Price[] | null {
  const prices = lines.map((line) => ({
    model: line.model.trim(),
    inputUsd: dollars(line.inputUsd),
    outputUsd: dollars(line.outputUsd),
    cacheReadUsd: dollars(line.cacheReadUsd),
    cacheWrite5mUsd: dollars(line.cacheWrite5mUsd),
    cacheWrite1hUsd: dollars(line.cacheWrite1hUsd),
  }));
  const complete = prices.every(
    (price) => price.model !== '' && PRICE_FIELDS.every((field) => Number.isFinite(price[field])),
  );
  return complete ? prices : null;
}

function dollars(typed: string): number {
  const text = typed.trim().replace(',', '.');
  return /^\d+(\.\d*)?$|^\.\d+$/.test(text) ? Number(text) : Number.NaN;
}
