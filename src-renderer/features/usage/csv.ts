import { csv } from '../../../src-shared/lib/csv.ts';
import type { UsageRow } from './usage-series.ts';

const COLUMNS = [
  'from',
  'account',
  'account_id',
  'model',
  'key',
  'requests',
  'failed',
  'failed_over',
  'incomplete',
  'input_tokens',
  'output_tokens',
  'cache_read_input_tokens',
  'cache_creation_input_tokens',
  'cost_usd',
  'unpriced_requests',
] as const;

/** The rows as CSV (RFC 4180) with a header line; times in RFC 3339. */
export function usageCsv(rows: readonly UsageRow[]): string {
  const lines = rows.map((row) => [
    row.from === null ? null : new Date(row.from).toISOString(),
    row.account,
    row.accountId,
    row.model,
    row.keyName,
    row.requests,
    row.failed,
    row.failedOver,
    row.incomplete,
    row.inputTokens,
    row.outputTokens,
    row.cacheReadInputTokens,
    row.cacheCreationInputTokens,
    row.costUsd.toFixed(6),
    row.unpricedRequests,
  ]);
  return csv([COLUMNS, ...lines]);
}
