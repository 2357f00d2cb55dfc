import type { TokenUsage } from '../../../../src-shared/model/request-facts.ts';
import { isObject } from './json-value.ts';
import type { SseEvent } from './sse-event.ts';

const noUsage: TokenUsage = {
  inputTokens: 0,
  outputTokens: 0,
  cacheReadInputTokens: 0,
  cacheCreationInputTokens: 0,
  cacheCreation5mInputTokens: 0,
  cacheCreation1hInputTokens: 0,
};

/**
 * What a reader of the stream knows about usage after `event`: `message_start` tells all of it, and each field
 * of `message_delta` is cumulative and replaces the earlier one.
 */
export function usageAfter(before: TokenUsage | null, event: SseEvent): TokenUsage | null {
  const holder = event.type === 'message_start' ? event['message'] : event;
  const usage = isObject(holder) ? holder['usage'] : undefined;
  if (!isObject(usage)) return before;
  const written = isObject(usage['cache_creation']) ? usage['cache_creation'] : {};
  const field = (name: string, known: number, from = usage): number => {
    const value = from[name];
    return typeof value === 'number' ? value : known;
  };
  const known = before ?? noUsage;
  return {
    inputTokens: field('input_tokens', known.inputTokens),
    outputTokens: field('output_tokens', known.outputTokens),
    cacheReadInputTokens: field('cache_read_input_tokens', known.cacheReadInputTokens),
    cacheCreationInputTokens: field('cache_creation_input_tokens', known.cacheCreationInputTokens),
    cacheCreation5mInputTokens: field('ephemeral_5m_input_tokens', known.cacheCreation5mInputTokens, written),
    cacheCreation1hInputTokens: field('ephemeral_1h_input_tokens', known.cacheCreation1hInputTokens, written),
  };
}
