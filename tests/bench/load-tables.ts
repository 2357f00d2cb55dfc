/** The two tables that most scenarios print: requests and streams, contender by contender. */
import type { Table } from './bench.ts';
import {
  type Comparison,
  coreShare,
  cpuPerEventUs,
  cpuPerRequestUs,
  eventDelayP50Ms,
  eventDelayP99Ms,
  eventsPerSecond,
  firstByteP50Ms,
  firstByteP99Ms,
  type Metric,
  requestsPerSecond,
} from './comparison.ts';
import { DIRECT, NODE_PIPE } from './subject.ts';
import { formatSeries, formatSpread, NOTHING } from './table-text.ts';

/** From this share of a core on, a process of the harness was the limit and not the subject. */
const HARNESS_LIMIT_PERCENT = 90;

export function requestTable(title: string, comparison: Comparison): Table {
  const columns = [
    'requests/s',
    '× node pipe',
    'first byte p50, ms',
    'p99, ms',
    'CPU a request, µs',
    '× node pipe',
  ];
  return table(title, comparison, columns, (label) => [
    formatSpread(comparison.spread(label, requestsPerSecond)),
    formatSeries(comparison.ratios(label, NODE_PIPE, requestsPerSecond)),
    formatSpread(comparison.spread(label, firstByteP50Ms)),
    formatSpread(comparison.spread(label, firstByteP99Ms)),
    ...cpuCells(comparison, label, cpuPerRequestUs),
  ]);
}

export function streamTable(title: string, comparison: Comparison): Table {
  const columns = ['events/s', '× node pipe', 'CPU an event, µs', '× node pipe'];
  return table(title, comparison, columns, (label) => [
    formatSpread(comparison.spread(label, eventsPerSecond)),
    formatSeries(comparison.ratios(label, NODE_PIPE, eventsPerSecond)),
    ...cpuCells(comparison, label, cpuPerEventUs),
  ]);
}

export function pacedTable(title: string, comparison: Comparison): Table {
  const columns = ['event delay p50, ms', 'p99, ms', 'over direct p50, ms'];
  return table(title, comparison, columns, (label) => [
    formatSpread(comparison.spread(label, eventDelayP50Ms)),
    formatSpread(comparison.spread(label, eventDelayP99Ms)),
    label === DIRECT ? NOTHING : formatSeries(comparison.added(label, eventDelayP50Ms)),
  ]);
}

function table(
  title: string,
  comparison: Comparison,
  columns: readonly string[],
  cells: (label: string) => readonly string[],
): Table {
  return {
    title,
    columns: ['', ...columns, '% of a core: subject, load, upstream'],
    rows: comparison.labels.map((label) => [label, ...cells(label), shares(comparison, label)]),
  };
}

function cpuCells(comparison: Comparison, label: string, metric: Metric): readonly [string, string] {
  if (label === DIRECT) return [NOTHING, NOTHING];
  return [
    formatSpread(comparison.spread(label, metric)),
    formatSeries(comparison.ratios(label, NODE_PIPE, metric)),
  ];
}

/** The three shares of a core, marked where the harness was the limit. */
function shares(comparison: Comparison, label: string): string {
  const medians = (['subject', 'load', 'upstream'] as const).map(
    (part) => comparison.spread(label, coreShare(part)).median,
  );
  const isHarnessBound = medians.slice(1).some((share) => share >= HARNESS_LIMIT_PERCENT);
  return `${medians.map(Math.round).join(', ')}${isHarnessBound ? ' †' : ''}`;
}
