import { spread } from '../arithmetic.ts';
import type { Bench, Scenario, Table } from '../bench.ts';
import { KILOBYTE } from '../claude-request.ts';
import { type Comparison, cpuPerRequestUs, medianOrNull, requestsPerSecond } from '../comparison.ts';
import { compareUnder, withRunning } from '../contenders.ts';
import { formatSeries, formatSpread } from '../table-text.ts';

const FEW = 2;
const MANY = 200;
const CONNECTIONS = 16;
/** Long enough for the compiler to have settled, short enough for many rounds. */
const CHOICES = 200_000;

/** What it costs to have many accounts. */
export const accounts: Scenario = {
  id: 'accounts',
  title: `${FEW} and ${MANY} accounts`,
  about:
    `Two Rotas side by side, with ${FEW} and with ${MANY} accounts: requests of 1 kB over ${CONNECTIONS} connections. ` +
    `Choosing is the router alone, called ${CHOICES.toLocaleString('en')} times a round in a process that does nothing else.`,
  run: async (bench) => {
    const comparison = await compareCounts(bench);
    const choosingUs = bench.createChooser && timeChoosing(bench.createChooser(MANY), bench.rounds);
    return {
      tables: [
        ...(comparison ? [countsTable(comparison)] : []),
        ...(choosingUs ? [choosingTable(choosingUs)] : []),
      ],
      targets: [
        {
          claim: `${FEW} → ${MANY} accounts: CPU a request`,
          rule: 'at most',
          limit: 1.1,
          unit: '×',
          value: medianOrNull(comparison?.ratios(label(MANY), label(FEW), cpuPerRequestUs) ?? null),
        },
        {
          claim: `${MANY} accounts: choosing one`,
          rule: 'at most',
          limit: 1,
          unit: 'µs',
          value: medianOrNull(choosingUs),
        },
      ],
    };
  },
};

const label = (count: number) => `${count} accounts`;

async function compareCounts(bench: Bench): Promise<Comparison | null> {
  const { rotaWith } = bench;
  if (!rotaWith) return null;
  const contenders = [FEW, MANY].map((count) => ({
    label: label(count),
    subject: rotaWith(`${count}-accounts`, count),
  }));
  return withRunning(bench, contenders, (running) =>
    compareUnder(bench, running, {
      connections: CONNECTIONS,
      bodyBytes: [KILOBYTE],
      answer: { kind: 'json' },
      until: { kind: 'time', warmUpMs: bench.warmUpMs, measureMs: bench.measureMs },
    }),
  );
}

/** Microseconds of one call, round by round, after a round that is not counted. */
export function timeChoosing(choose: () => unknown, rounds: number): number[] {
  const round = () => {
    const began = performance.now();
    for (let call = 0; call < CHOICES; call++) choose();
    return ((performance.now() - began) * 1000) / CHOICES;
  };
  round();
  return Array.from({ length: rounds }, round);
}

function countsTable(comparison: Comparison): Table {
  return {
    title: `1 kB, ${CONNECTIONS} connections`,
    columns: ['', 'requests/s', 'CPU a request, µs', `× ${label(FEW)}`],
    rows: comparison.labels.map((name) => [
      name,
      formatSpread(comparison.spread(name, requestsPerSecond)),
      formatSpread(comparison.spread(name, cpuPerRequestUs)),
      formatSeries(comparison.ratios(name, label(FEW), cpuPerRequestUs)),
    ]),
  };
}

function choosingTable(choosingUs: readonly number[]): Table {
  return {
    title: 'Choosing an account',
    columns: ['', 'µs a choice'],
    rows: [[label(MANY), formatSpread(spread(choosingUs))]],
  };
}
