import { type Column, textTable } from '../text-table.ts';
import type { CommandContext } from './command-context.ts';
import type { Group, Report } from './usage.ts';

/** Smaller costs would be shown as nothing. */
const SMALLEST_USD = 0.01;

type Row = Report['rows'][number];

/** The report as lines: one row a group, the sum, and what its cost leaves out. */
export function usageTable(report: Report, by: readonly Group[], context: CommandContext): readonly string[] {
  const { say, locale } = context;
  const count = new Intl.NumberFormat(locale);
  const usd = new Intl.NumberFormat(locale, { style: 'currency', currency: 'USD' });
  const time = new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    ...(by.includes('hour') && { timeStyle: 'short' }),
  });
  const groups: Readonly<Record<Group, { readonly title: string; text(row: Row): string } | null>> = {
    hour: by.includes('hour')
      ? { title: say('column.hour'), text: ({ from }) => (from === null ? '' : time.format(from)) }
      : null,
    // The hour names its day.
    day:
      by.includes('day') && !by.includes('hour')
        ? { title: say('column.day'), text: ({ from }) => (from === null ? '' : time.format(from)) }
        : null,
    account: by.includes('account')
      ? { title: say('column.account'), text: ({ account }) => account ?? say('usage.noAccount') }
      : null,
    model: by.includes('model')
      ? { title: say('column.model'), text: ({ model }) => model ?? say('usage.noModel') }
      : null,
    key: by.includes('key')
      ? { title: say('column.key'), text: ({ keyName }) => keyName ?? say('usage.mainKey') }
      : null,
  };
  const shown = Object.values(groups).filter((group) => group !== null);
  const columns: readonly Column[] = [
    // A model is told from another by the end of its name.
    ...shown.map(({ title }) => ({ title, flexible: title !== say('column.model') })),
    ...(['requests', 'failed', 'input', 'output', 'cacheRead', 'cacheWrite', 'cost'] as const).map(
      (name) => ({ title: say(`column.${name}`), align: 'right' as const }),
    ),
  ];
  const numbers = (sums: Report['total']) => [
    count.format(sums.requests),
    count.format(sums.failed),
    count.format(sums.inputTokens),
    count.format(sums.outputTokens),
    count.format(sums.cacheReadInputTokens),
    count.format(sums.cacheCreationInputTokens),
    costText(sums, usd),
  ];
  const rows = report.rows.map((row) => [...shown.map(({ text }) => text(row)), ...numbers(row)]);
  const labels = shown.map((_, index) => (index === 0 ? say('usage.total') : ''));
  const table = textTable(columns, [...rows, [...labels, ...numbers(report.total)]], context.width);
  const { unpricedRequests } = report.total;
  return [
    ...table.trimEnd().split('\n'),
    ...(unpricedRequests === 0 ? [] : ['', say('usage.unpriced', { count: unpricedRequests })]),
  ];
}

/** What is known of the cost; a sum that leaves something out says so. */
function costText({ costUsd, unpricedRequests }: Report['total'], usd: Intl.NumberFormat): string {
  const known = costUsd > 0 && costUsd < SMALLEST_USD ? `<${usd.format(SMALLEST_USD)}` : usd.format(costUsd);
  if (unpricedRequests === 0) return known;
  return costUsd === 0 ? '?' : `${known} + ?`;
}
