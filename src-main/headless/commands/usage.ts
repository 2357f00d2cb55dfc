import type { Command } from 'commander';
import type { ProcedureOutput } from '../../../src-shared/contract/contract.ts';
import { csv } from '../../../src-shared/lib/csv.ts';
import { CommandFailure, wrongUsage } from '../command-failure.ts';
import type { CommandContext } from './command-context.ts';
import { momentOf } from './time-span.ts';
import { usageTable } from './usage-text.ts';

export type Report = ProcedureOutput<'usage.report'>;
export type Group = 'account' | 'model' | 'key' | 'day' | 'hour';

interface UsageOptions {
  readonly since: string;
  readonly until?: string;
  readonly by: string;
  readonly json?: boolean;
  readonly csv?: boolean;
}

const GROUPS: readonly Group[] = ['account', 'model', 'key', 'day', 'hour'];

/** `rota usage [--since 7d] [--until T] [--by account|model|key|day|hour] [--json|--csv]` */
export function registerUsage(parent: Command, context: CommandContext): void {
  const { say } = context;
  parent
    .command('usage')
    .description(say('about.usage'))
    .option('--since <moment>', say('option.since'), '7d')
    .option('--until <moment>', say('option.until'))
    .option('--by <groups>', say('option.by'), 'account,model')
    .option('--json', say('option.json'))
    .option('--csv', say('option.csv'))
    .action((options: UsageOptions) => usage(options, context));
}

async function usage(options: UsageOptions, context: CommandContext): Promise<void> {
  const { say } = context;
  const by = groupsOf(options.by, context);
  if (options.json && options.csv) throw wrongUsage(say('usage.oneForm'));
  const now = Date.now();
  const since = moment('--since', options.since, now, context);
  const until = options.until === undefined ? undefined : moment('--until', options.until, now, context);
  if (until !== undefined && until <= since) throw wrongUsage(say('usage.order'));

  const client = await context.connect();
  const report = context.unwrap(
    await client.query('usage.report', { since, by: [...by], ...(until !== undefined && { until }) }),
  );
  if (!report.available) throw new CommandFailure(say('usage.unavailable'));
  if (options.json) context.printJson(report.rows.map(jsonRow));
  else if (options.csv) context.io.stdout.write(csvText(report));
  else if (report.rows.length === 0) context.print(say('usage.none'));
  else for (const line of usageTable(report, by, context)) context.print(line);
}

function groupsOf(text: string, { say }: CommandContext): readonly Group[] {
  const names = text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const unknown = names.find((name) => !GROUPS.some((group) => group === name));
  if (unknown !== undefined) throw wrongUsage(say('usage.by', { name: unknown, names: GROUPS.join(', ') }));
  return GROUPS.filter((group) => names.includes(group));
}

function moment(option: string, text: string, now: number, { say }: CommandContext): number {
  const at = momentOf(text, now);
  if (at === null) throw wrongUsage(say('usage.moment', { option, text }));
  return at;
}

/** The names are part of the interface: scripts read them. */
function jsonRow(row: Report['rows'][number]) {
  return {
    account: row.account,
    account_id: row.accountId,
    model: row.model,
    key: row.keyName,
    from: row.from === null ? null : new Date(row.from).toISOString(),
    requests: row.requests,
    failed: row.failed,
    failed_over: row.failedOver,
    incomplete: row.incomplete,
    input_tokens: row.inputTokens,
    output_tokens: row.outputTokens,
    cache_read_input_tokens: row.cacheReadInputTokens,
    cache_creation_input_tokens: row.cacheCreationInputTokens,
    // Unknown is not nothing.
    cost_usd: row.costUsd === 0 && row.unpricedRequests > 0 ? null : row.costUsd,
    unpriced_requests: row.unpricedRequests,
  };
}

function csvText(report: Report): string {
  const rows = report.rows.map(jsonRow);
  const names = [
    'account',
    'account_id',
    'model',
    'key',
    'from',
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
  return csv([names, ...rows.map((row) => names.map((name) => row[name]))]);
}
