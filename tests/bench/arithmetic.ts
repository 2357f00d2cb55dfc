/** The whole statistics of the benchmark: medians over rounds, percentiles over requests, ratios within a round. */

export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** Nearest-rank percentile (`p` in 0–100) of values already in ascending order; throws on an empty list. */
export function percentileOfSorted(sorted: ArrayLike<number>, p: number): number {
  if (sorted.length === 0) throw new Error('A percentile needs at least one value.');
  if (!(p >= 0 && p <= 100)) throw new Error(`A percentile lies between 0 and 100, not at ${p}.`);
  const rank = Math.max(1, Math.ceil((p / 100) * sorted.length));
  return sorted[rank - 1]!;
}

/** The middle value, or the mean of the two middle ones; throws on an empty list. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new Error('A median needs at least one value.');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Median, smallest and largest value; throws on an empty list. */
export function spread(values: readonly number[]): Spread {
  return { median: median(values), min: Math.min(...values), max: Math.max(...values) };
}

/**
 * Divides round by round, so that a slow moment of the machine weighs on both sides of a ratio.
 * Throws when the lists are of different lengths or a divisor is not above zero.
 */
export function ratios(numerators: readonly number[], denominators: readonly number[]): number[] {
  return pairwise(numerators, denominators, (numerator, denominator) => {
    if (!(denominator > 0)) throw new Error(`A ratio to ${denominator} says nothing.`);
    return numerator / denominator;
  });
}

/** Subtracts round by round; throws when the lists are of different lengths. */
export function differences(minuends: readonly number[], subtrahends: readonly number[]): number[] {
  return pairwise(minuends, subtrahends, (minuend, subtrahend) => minuend - subtrahend);
}

function pairwise(a: readonly number[], b: readonly number[], combine: (x: number, y: number) => number) {
  if (a.length !== b.length) throw new Error(`Rounds do not pair up: ${a.length} and ${b.length}.`);
  return a.map((x, round) => combine(x, b[round]!));
}
