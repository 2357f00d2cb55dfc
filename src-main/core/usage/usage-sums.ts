import type { RequestFacts } from '../../../src-shared/model/request-facts.ts';

/** What is added up over finished requests. The names are the columns of the database. */
export interface UsageSums {
  requests: number;
  /** The client got no whole, good answer, and did not leave by itself. */
  failed: number;
  /** Another account than the first one asked had to serve. */
  failed_over: number;
  /** An answer began and broke off: its tokens are what was reported until then. */
  broken: number;
  /** The upstream reported tokens. */
  metered: number;
  input_tokens: number;
  output_tokens: number;
  cache_read_tokens: number;
  cache_write_tokens: number;
  cache_write_5m_tokens: number;
  cache_write_1h_tokens: number;
}

/** In the order in which the database has them. */
export const SUM_COLUMNS = [
  'requests',
  'failed',
  'failed_over',
  'broken',
  'metered',
  'input_tokens',
  'output_tokens',
  'cache_read_tokens',
  'cache_write_tokens',
  'cache_write_5m_tokens',
  'cache_write_1h_tokens',
] as const satisfies readonly (keyof UsageSums)[];

export function noUsage(): UsageSums {
  return {
    requests: 0,
    failed: 0,
    failed_over: 0,
    broken: 0,
    metered: 0,
    input_tokens: 0,
    output_tokens: 0,
    cache_read_tokens: 0,
    cache_write_tokens: 0,
    cache_write_5m_tokens: 0,
    cache_write_1h_tokens: 0,
  };
}

/** What one request adds. */
export function sumsOf(facts: RequestFacts): UsageSums {
  const { usage, outcome, attempts, accountId } = facts;
  const sums = noUsage();
  const broken = facts.incomplete && facts.status !== null;
  sums.requests = 1;
  sums.failed = outcome !== 'client-aborted' && (outcome !== 'succeeded' || broken) ? 1 : 0;
  sums.failed_over =
    accountId !== null && attempts.length > 0 && attempts[0]?.accountId !== accountId ? 1 : 0;
  sums.broken = broken ? 1 : 0;
  if (usage === null) return sums;
  sums.input_tokens = usage.inputTokens;
  sums.output_tokens = usage.outputTokens;
  sums.cache_read_tokens = usage.cacheReadInputTokens;
  sums.cache_write_tokens = usage.cacheCreationInputTokens;
  sums.cache_write_5m_tokens = usage.cacheCreation5mInputTokens;
  sums.cache_write_1h_tokens = usage.cacheCreation1hInputTokens;
  sums.metered = tokensOf(sums) > 0 ? 1 : 0;
  return sums;
}

export function addSums(to: UsageSums, more: Readonly<UsageSums>): void {
  for (const column of SUM_COLUMNS) to[column] += more[column];
}

/** All tokens, of whatever kind. */
export function tokensOf(sums: Readonly<UsageSums>): number {
  return sums.input_tokens + sums.output_tokens + sums.cache_read_tokens + sums.cache_write_tokens;
}
