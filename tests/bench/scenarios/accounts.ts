import { spread } from '../arithmetic.ts';
import type { Bench, Scenario, Table } from '../bench.ts';
import { KILOBYTE } from '../claude-request.ts';
import { type Comparison, cpuPerRequestUs, medianOrNull, requestsPerSecond } from '../comparison.ts';
import { compareUnder, withRunning } from '../contenders.ts';
import { type ChoiceFor, createChooser, createPlanner, type Planner } from '../rota-chooser.ts';
import { formatSeries, formatSpread } from '../table-text.ts';

const FEW = 2;
const MANY = 200;
const CONNECTIONS = 16;
/** Choices in one round: enough for the clock, few enough for many rounds. */
const CHOICES = 20_000;

const STRATEGIES = ['priority', 'round_robin', 'least_used', 'soonest_reset'] as const;
const DEFAULT_STRATEGY = 'priority';
const CHOICES_FOR: readonly ChoiceFor[] = ['session with an account', 'new session'];

const ROUTES = 50;
/** Explanations and changes in one round: each takes many times as long as a choice. */
const PLANS = 2_000;

/** What planning is timed for. */
const PLANNING: readonly {
  readonly what: string;
  readonly resting: (accounts: number) => number;
  readonly plan: (planner: Planner) => unknown;
  readonly calls: number;
}[] = [
  { what: 'the first account', resting: () => 0, plan: (planner) => planner.choose(), calls: CHOICES },
  {
    what: 'the first account, all others resting',
    resting: (accounts) => accounts - 1,
    plan: (planner) => planner.choose(),
    calls: CHOICES,
  },
  {
    what: 'the first account, after the health of one has changed',
    resting: () => 0,
    plan: (planner) => planner.chooseAfterChange(),
    calls: PLANS,
  },
  {
    what: 'the whole plan, every candidate with its reason',
    resting: (accounts) => Math.floor(accounts / 2),
    plan: (planner) => planner.explain(),
    calls: PLANS,
  },
];

interface Planning {
  readonly what: string;
  readonly few: readonly number[];
  readonly many: readonly number[];
}

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
    `its first answer. Planning is the router with ${ROUTES} model routes, each to every account; the model matches the last.`,
  run: async (bench) => {
    if (!bench.rotaWith) return { tables: [], targets: targetsOf(null, [], []) };
    const comparison = await compareCounts(bench, bench.rotaWith);
    const choosing = await timeAllChoices(bench);
    const planning = await timeAllPlans(bench);
    return {
      tables: [countsTable(comparison), choosingTable(choosing), planningTable(planning)],
      targets: targetsOf(comparison, choosing, planning),
    };
  },
};

const label = (count: number) => `${count} accounts`;

function targetsOf(
  comparison: Comparison | null,
  choosing: readonly Choosing[],
  planning: readonly Planning[],
) {
  const planningTargets = PLANNING.map(({ what }) => ({
    claim: `${MANY} accounts, ${ROUTES} routes, planning: ${what}`,
    rule: 'at most' as const,
    limit: 50,
    unit: 'µs',
    value: medianOrNull(planning.find((one) => one.what === what)?.many ?? null),
  }));
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
    ...planningTargets,
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
      choosing.push({ strategy, choiceFor, us: timeCalls(choose, CHOICES, bench.rounds) });
    }
  }
  return choosing;
}

async function timeAllPlans(bench: Bench): Promise<Planning[]> {
  bench.log('planning');
  const planning: Planning[] = [];
  for (const { what, resting, plan, calls } of PLANNING) {
    const timed = async (accounts: number) => {
      const planner = await createPlanner({ accounts, routes: ROUTES, resting: resting(accounts) });
      return timeCalls(() => plan(planner), calls, bench.rounds);
    };
    planning.push({ what, few: await timed(FEW), many: await timed(MANY) });
  }
  return planning;
}

/** Microseconds of one call, round by round, after a round that is not counted. */
function timeCalls(call: () => unknown, calls: number, rounds: number): number[] {
  const round = () => {
    const began = performance.now();
    for (let number = 0; number < calls; number++) call();
    return ((performance.now() - began) * 1000) / calls;
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

function planningTable(planning: readonly Planning[]): Table {
  return {
    title: `Planning with ${ROUTES} model routes, µs`,
    columns: ['', label(FEW), label(MANY)],
    rows: planning.map(({ what, few, many }) => [
      what,
      formatSpread(spread(few)),
      formatSpread(spread(many)),
    ]),
  };
}
