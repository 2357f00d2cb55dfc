/** Numbers and tables as text. */
import { type Spread, spread } from './arithmetic.ts';
import type { Table } from './bench.ts';

export const NOTHING = '–';

/** Three significant digits, or all digits before the point; thousands apart. */
export function formatNumber(value: number): string {
  const size = Math.abs(value);
  const digits = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** Median with smallest and largest value. */
export function formatSpread({ median, min, max }: Spread): string {
  return `${formatNumber(median)} (${formatNumber(min)}–${formatNumber(max)})`;
}

/** Median and range of a series that may be missing. */
export function formatSeries(series: readonly number[] | null): string {
  return series === null ? NOTHING : formatSpread(spread(series));
}

/** A Markdown table with its title. */
export function tableText({ title, columns, rows }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = line(columns.map((_, index) => (index === 0 ? '---' : '---:')));
  return [`**${title}**`, '', line(columns), rule, ...rows.map(line)].join('\n');
}
