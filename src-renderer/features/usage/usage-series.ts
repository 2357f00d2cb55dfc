import type { ProcedureOutput } from '../../../src-shared/contract/contract.ts';

/** The answer of the core. */
export type UsageReport = ProcedureOutput<'usage.report'>;
export type UsageRow = UsageReport['rows'][number];

/** Sums of a row, or of several together. */
export type UsageSums = UsageReport['total'];

/** By what the page tells usage apart. */
export type Grouping = 'account' | 'model' | 'key';

/** What the chart shows. */
export type Metric = 'tokens' | 'requests' | 'cost';

/** One account, model or key with its sums, over all and for each moment. */
export interface UsageGroup {
  /** Stable; `others` for what was put together. */
  readonly id: string;
  /** Null where it has no name, such as requests without a model. */
  readonly name: string | null;
  readonly sums: UsageSums;
  /** By the begin of the hour or day, in ms since the epoch. */
  readonly byTime: ReadonlyMap<number, UsageSums>;
}

const NOTHING: UsageSums = {
  requests: 0,
  failed: 0,
  failedOver: 0,
  incomplete: 0,
  inputTokens: 0,
  outputTokens: 0,
  cacheReadInputTokens: 0,
  cacheCreationInputTokens: 0,
  costUsd: 0,
  unpricedRequests: 0,
};

/** The sum of two rows, field by field. */
export function plus(a: UsageSums, b: UsageSums): UsageSums {
  return {
    requests: a.requests + b.requests,
    failed: a.failed + b.failed,
    failedOver: a.failedOver + b.failedOver,
    incomplete: a.incomplete + b.incomplete,
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    cacheReadInputTokens: a.cacheReadInputTokens + b.cacheReadInputTokens,
    cacheCreationInputTokens: a.cacheCreationInputTokens + b.cacheCreationInputTokens,
    costUsd: a.costUsd + b.costUsd,
    unpricedRequests: a.unpricedRequests + b.unpricedRequests,
  };
}

/** Tokens that went in, from the prompt and from the cache alike. */
export function tokensIn(sums: UsageSums): number {
  return sums.inputTokens + sums.cacheReadInputTokens + sums.cacheCreationInputTokens;
}

/** The number that a metric stands for. */
export function amountOf(sums: UsageSums | undefined, metric: Metric): number {
  if (sums === undefined) return 0;
  switch (metric) {
    case 'tokens':
      return tokensIn(sums) + sums.outputTokens;
    case 'requests':
      return sums.requests;
    case 'cost':
      return sums.costUsd;
  }
}

/** The rows put together by account, model or key; those with the most of the metric first. */
export function groupsOf(rows: readonly UsageRow[], by: Grouping, metric: Metric): readonly UsageGroup[] {
  const groups = new Map<string, { name: string | null; sums: UsageSums; byTime: Map<number, UsageSums> }>();
  for (const row of rows) {
    const [id, name] = identityOf(row, by);
    const group = groups.get(id) ?? { name, sums: NOTHING, byTime: new Map() };
    groups.set(id, group);
    group.sums = plus(group.sums, row);
    if (row.from !== null) group.byTime.set(row.from, plus(group.byTime.get(row.from) ?? NOTHING, row));
  }
  return [...groups]
    .map(([id, group]) => ({ id, ...group }))
    .sort((a, b) => amountOf(b.sums, metric) - amountOf(a.sums, metric));
}

function identityOf(row: UsageRow, by: Grouping): readonly [id: string, name: string | null] {
  switch (by) {
    case 'account':
      return [row.accountId ?? '', row.account ?? row.accountId];
    case 'model':
      return [row.model ?? '', row.model];
    case 'key':
      return [row.keyName ?? '', row.keyName];
  }
}

/** At most `most` groups: those that do not fit are put together at the end, under the id `others`. */
export function atMost(groups: readonly UsageGroup[], most: number): readonly UsageGroup[] {
  if (groups.length <= most) return groups;
  const rest = groups.slice(most - 1);
  const byTime = new Map<number, UsageSums>();
  for (const group of rest)
    for (const [from, sums] of group.byTime) byTime.set(from, plus(byTime.get(from) ?? NOTHING, sums));
  const sums = rest.map((group) => group.sums).reduce(plus, NOTHING);
  return [...groups.slice(0, most - 1), { id: OTHERS, name: null, sums, byTime }];
}

/** The id of what was put together. */
export const OTHERS = 'others';

/**
 * The moments of the chart: the given grid, or, where the core lives in another time zone than this browser, those
 * that the rows name.
 */
export function momentsOf(rows: readonly UsageRow[], grid: readonly number[]): readonly number[] {
  const named = [...new Set(rows.flatMap(({ from }) => from ?? []))].sort((a, b) => a - b);
  const known = new Set(grid);
  return named.every((moment) => known.has(moment)) ? grid : named;
}
