/** How the tokens of one prompt split between the cache and new work. */
export interface PromptTokens {
  readonly inputTokens: number;
  readonly cacheReadInputTokens: number;
  readonly cacheCreationInputTokens: number;
}

/** Prefixes that one account remembers; the oldest is forgotten beyond that. */
const MAX_PREFIXES = 1_000;
/** Tokens after the last cache breakpoint, which are never cached. */
const UNCACHED_TAIL_TOKENS = 4;

interface Prefix {
  readonly tokens: number;
  readonly expiresAt: number;
}

/** One account's prompt cache: what a session sent before is read again as long as it is not too old. */
export class PromptCache {
  readonly #prefixes = new Map<string, Prefix>();

  /** Splits a prompt of `totalTokens` and remembers it under `key` for `lifeMs` milliseconds from `now`. */
  use(key: string, totalTokens: number, lifeMs: number, now: number): PromptTokens {
    const cacheable = Math.max(0, totalTokens - UNCACHED_TAIL_TOKENS);
    const known = this.#prefixes.get(key);
    const remembered = known !== undefined && now < known.expiresAt ? known.tokens : 0;
    const read = Math.min(remembered, cacheable);

    this.#prefixes.delete(key);
    this.#prefixes.set(key, { tokens: Math.max(remembered, cacheable), expiresAt: now + lifeMs });
    if (this.#prefixes.size > MAX_PREFIXES) {
      for (const oldest of this.#prefixes.keys()) {
        this.#prefixes.delete(oldest);
        break;
      }
    }
    return {
      inputTokens: totalTokens - cacheable,
      cacheReadInputTokens: read,
      cacheCreationInputTokens: cacheable - read,
    };
  }
}
