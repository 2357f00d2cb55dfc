import type { Random } from '../lib/random.ts';

/**
 * A repeatable source of chance (the mulberry32 generator): the same seed gives the same ids and tokens.
 * For simulations and tests only, since anybody can predict it.
 */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  return {
    bytes: (length) => Uint8Array.from({ length }, () => next() >>> 24),
    fraction: () => next() / 2 ** 32,
  };
}
