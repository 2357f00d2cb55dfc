import { describe, expect, it } from 'vitest';
import { PromptCache } from '../../../src-main/core/simulator/account/prompt-cache.ts';

const LIFE_MS = 300_000;

describe('the simulated prompt cache', () => {
  it('writes a prefix at first and reads it the next time', () => {
    const cache = new PromptCache();
    expect(cache.use('session', 1_000, LIFE_MS, 0)).toEqual({
      inputTokens: 4,
      cacheReadInputTokens: 0,
      cacheCreationInputTokens: 996,
    });
    expect(cache.use('session', 1_200, LIFE_MS, 1)).toEqual({
      inputTokens: 4,
      cacheReadInputTokens: 996,
      cacheCreationInputTokens: 200,
    });
  });

  it('knows nothing of another session', () => {
    const cache = new PromptCache();
    cache.use('one', 1_000, LIFE_MS, 0);
    expect(cache.use('two', 1_000, LIFE_MS, 0).cacheReadInputTokens).toBe(0);
  });

  it('forgets a prefix that was not used for its whole life, and each use prolongs it', () => {
    const cache = new PromptCache();
    cache.use('session', 1_000, LIFE_MS, 0);
    expect(cache.use('session', 1_000, LIFE_MS, LIFE_MS - 1).cacheReadInputTokens).toBe(996);
    expect(cache.use('session', 1_000, LIFE_MS, 2 * LIFE_MS - 2).cacheReadInputTokens).toBe(996);
    expect(cache.use('session', 1_000, LIFE_MS, 3 * LIFE_MS - 2).cacheReadInputTokens).toBe(0);
  });

  it('reads no more than the prompt holds, and keeps a long prefix over a short side request', () => {
    const cache = new PromptCache();
    cache.use('session', 1_000, LIFE_MS, 0);
    expect(cache.use('session', 100, LIFE_MS, 1)).toEqual({
      inputTokens: 4,
      cacheReadInputTokens: 96,
      cacheCreationInputTokens: 0,
    });
    expect(cache.use('session', 1_000, LIFE_MS, 2).cacheReadInputTokens).toBe(996);
  });

  it('keeps at most a thousand prefixes and drops the one that was used longest ago', () => {
    const cache = new PromptCache();
    for (let index = 0; index < 1_000; index += 1) cache.use(`session ${index}`, 100, LIFE_MS, 0);
    cache.use('session 0', 100, LIFE_MS, 0);
    cache.use('one more', 100, LIFE_MS, 0);
    expect(cache.use('session 0', 100, LIFE_MS, 0).cacheReadInputTokens).toBe(96);
    expect(cache.use('session 1', 100, LIFE_MS, 0).cacheReadInputTokens).toBe(0);
  });
});
