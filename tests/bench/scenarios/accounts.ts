import { spread } from '../arithmetic.ts';
import type { Bench, Scenario, Table } from '../bench.ts';
import { KILOBYTE } from '../claude-request.ts';
import { type Comparison, cpuPerRequestUs, medianOrNull, requestsPerSecond } from '../comparison.ts';
import { compareUnder, withRunning } from '../contenders.ts';
import { type ChoiceFor, createChooser } from '../rota-chooser.ts';
import { formatSeries, formatSpread } from '../table-text.ts';

const FEW = 2;
const MANY = 200;
const CONNECTIONS = 16;
/** Choices in one round: enough for the clock, few enough for many rounds. */
const CHOICES = 20_000;

const STRATEGIES = ['priority', 'round_robin', 'least_used', 'soonest_reset'] as const;
const DEFAULT_STRATEGY = 'priority';
const CHOICES_FOR: readonly ChoiceFor[] = ['session with an account', 'new session'];

interface Choosing {
  readonly strategy: (typeof STRATEGIES)[number];
  readonly choiceFor: ChoiceFor;
  readonly us: readonly number[];
}

/** What it costs to have many accounts. */
export const accounts: Scenario = {
  id: 'accounts',
  title: `${FEW} and ${MANY} accounts`,
  about:
    `Two Rotas side by side, with ${FEW} and with ${MANY} accounts: requests of 1 kB over ${CONNECTIONS} connections. ` +
    'Choosing is the router alone, called from the benchmark itself with all accounts healthy; a session is new until ' +
    'its first answer.',
  run: async (bench) => {
    if (!bench.rotaWith) return { tables: [], targets: targetsOf(null, []) };
    const comparison = await compareCounts(bench, bench.rotaWith);
    const choosing = await timeAllChoices(bench);
    return {
      tables: [countsTable(comparison), choosingTable(choosing)],
      targets: targetsOf(comparison, choosing),
    };
  },
};

const label = (count: number) => `${count} accounts`;

function targetsOf(comparison: Comparison | null, choosing: readonly Choosing[]) {
  const choosingTargets = CHOICES_FOR.map((choiceFor) => ({
    claim: `${MANY} accounts, default strategy: choosing one for a ${choiceFor}`,
    rule: 'at most' as const,
    limit: 1,
    unit: 'µs',
    value: medianOrNull(
      choosing.find((one) => one.strategy === DEFAULT_STRATEGY && one.choiceFor === choiceFor)?.us ?? null,
    ),
  }));
  return [
    {
      claim: `${FEW} → ${MANY} accounts: CPU a request`,
      rule: 'at most' as const,
      limit: 1.1,
      unit: '×',
      value: medianOrNull(comparison?.ratios(label(MANY), label(FEW), cpuPerRequestUs) ?? null),
    },
    ...choosingTargets,
  ];
}

function compareCounts(bench: Bench, rotaWith: NonNullable<Bench['rotaWith']>): Promise<Comparison> {
  const contenders = [FEW, MANY].map((count) => ({
    label: label(count),
    subject: rotaWith(`${count}-accounts`, count),
  }));
  bench.log(`1 kB, ${CONNECTIONS} connections`);
  return withRunning(bench, contenders, (running) =>
    compareUnder(bench, running, {
      connections: CONNECTIONS,
      bodyBytes: [KILOBYTE],
      answer: { kind: 'json' },
      until: { kind: 'time', warmUpMs: bench.warmUpMs, measureMs: bench.measureMs },
    }),
  );
}

async function timeAllChoices(bench: Bench): Promise<Choosing[]> {
  bench.log('choosing');
  const choosing: Choosing[] = [];
  for (const strategy of STRATEGIES) {
    for (const choiceFor of CHOICES_FOR) {
      const choose = await createChooser(MANY, strategy, choiceFor);
      choosing.push({ strategy, choiceFor, us: timeChoices(choose, bench.rounds) });
    }
  }
  return choosing;
}

/** Microseconds of one choice, round by round, after a round that is not counted. */
function timeChoices(choose: () => unknown, rounds: number): number[] {
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

function choosingTable(choosing: readonly Choosing[]): Table {
  return {
    title: `Choosing one of ${MANY} accounts, µs`,
    columns: ['strategy', ...CHOICES_FOR],
    rows: STRATEGIES.map((strategy) => [
      strategy,
      ...choosing.filter((one) => one.strategy === strategy).map(({ us }) => formatSpread(spread(us))),
    ]),
  };
}
