import type { ModelPrice } from './price-table.ts';

/**
 * The day on which these were last compared with the vendor's page
 * (https://platform.claude.com/docs/en/about-claude/pricing). They are its list prices for its own API: check them
 * before you rely on them. A subscription is not billed by them, and other providers have prices of their own.
 */
export const BUILT_IN_PRICES_AS_OF = '2026-10-24';

const price = (
  model: string,
  inputUsd: number,
  outputUsd: number,
  cacheReadUsd: number,
  cacheWrite5mUsd: number,
  cacheWrite1hUsd: number,
): ModelPrice => ({ model, inputUsd, outputUsd, cacheReadUsd, cacheWrite5mUsd, cacheWrite1hUsd });

/** US dollars for a million tokens: input, output, cache read, cache write for 5 minutes, for an hour. */
export const BUILT_IN_PRICES: readonly ModelPrice[] = [
  price('claude-fable-5-1*', 10, 50, 0.25, 12.5, 20),
  price('claude-mythos-5-1*', 10, 50, 0.25, 12.5, 20),
  price('claude-fable-5*', 10, 50, 1, 12.5, 20),
  price('claude-mythos-5*', 10, 50, 1, 12.5, 20),
  price('claude-opus-5-5*', 4, 20, 0.2, 5, 8),
  price('claude-opus-5', 5, 25, 0.5, 6.25, 10),
  price('claude-opus-5-20*', 5, 25, 0.5, 6.25, 10),
  price('claude-opus-4-8*', 5, 25, 0.5, 6.25, 10),
  price('claude-opus-4-7*', 5, 25, 0.5, 6.25, 10),
  price('claude-opus-4-6*', 5, 25, 0.5, 6.25, 10),
  price('claude-opus-4-5*', 5, 25, 0.5, 6.25, 10),
  price('claude-opus-4-1*', 15, 75, 1.5, 18.75, 30),
  price('claude-opus-4-0*', 15, 75, 1.5, 18.75, 30),
  price('claude-opus-4-20*', 15, 75, 1.5, 18.75, 30),
  price('claude-sonnet-5-5*', 2, 10, 0.1, 2.5, 4),
  price('claude-sonnet-5', 2, 10, 0.2, 2.5, 4),
  price('claude-sonnet-5-20*', 2, 10, 0.2, 2.5, 4),
  price('claude-sonnet-4*', 3, 15, 0.3, 3.75, 6),
  price('claude-3-7-sonnet*', 3, 15, 0.3, 3.75, 6),
  price('claude-3-5-sonnet*', 3, 15, 0.3, 3.75, 6),
  // Up to 100,000 tokens of prompt; a longer prompt costs five times as much, which sums cannot tell.
  price('claude-haiku-5-5*', 0.1, 0.5, 0.01, 0.125, 0.2),
  price('claude-haiku-4-5*', 1, 5, 0.1, 1.25, 2),
  price('claude-3-5-haiku*', 0.8, 4, 0.08, 1, 1.6),
  price('claude-3-haiku*', 0.25, 1.25, 0.03, 0.3, 0.5),
];
