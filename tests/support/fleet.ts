/**
 * A fleet over a simulated day: five subscriptions at two providers with draining windows, bursts, overloads, outages,
 * throttles and limits of one model family. Everything goes over real sockets through the whole core; only the clock
 * is turned by hand. What could have been served is known from the simulators, not from Rota.
 */
import { FleetClient } from './fleet/client.ts';
import { type DayOptions, HOUR_MS, planDay, type Turn } from './fleet/day.ts';
import { type FleetFigures, FleetScore } from './fleet/score.ts';
import { FleetWorld } from './fleet/world.ts';
import { ManualClock } from './manual-clock.ts';
import { SeededRandom } from './seeded-random.ts';
import { startTestCore } from './test-core.ts';

type Strategy = 'priority' | 'round_robin';

/** The whole day, about as much as five people with sub-agents send. */
export const WHOLE_DAY: DayOptions = { hours: 24, sessions: 80, overloads: 25, outages: 12, throttles: 60 };
/** The same in small, for the tests. */
export const SHORT_DAY: DayOptions = { hours: 6, sessions: 44, overloads: 6, outages: 4, throttles: 16 };

/** Plays one day; the same seed plans the same day. */
export async function playDay(strategy: Strategy, options: DayOptions, seed: string): Promise<FleetFigures> {
  const clock = new ManualClock(Date.UTC(2026, 10, 22, 6));
  await using world = await FleetWorld.start(clock);
  await using rota = await startTestCore(world.settingsText(strategy), { clock });
  using client = new FleetClient(rota.url, rota.clientKey, clock);
  const names = new Map((await rota.accounts()).map(({ id, name }) => [id, name]));
  const score = new FleetScore(
    world,
    (accountId) => names.get(accountId) ?? accountId,
    () => clock.now(),
  );
  const startsAt = clock.now();
  const queue = [...planDay(options, new SeededRandom(seed))];

  /** All requests of a turn at once. Where the fleet is spent the person comes back when Rota says so. */
  const playTurn = async (turn: Turn): Promise<void> => {
    let backInMs: number | null = null;
    const requests = Array.from({ length: turn.requests }, async (_, n) => {
      const asking = { session: turn.session, model: turn.model, stream: n % 2 === 0 };
      const judge = score.sent(asking);
      const last = await client.ask(asking, (answer) => judge.answered(answer));
      judge.ended(last);
      if (last.status === 429 && last.retryAfterSeconds !== null) backInMs = last.retryAfterSeconds * 1_000;
    });
    await client.drive(Promise.all(requests));
    if (backInMs === null) return;
    const at = clock.now() - startsAt + backInMs;
    if (at < options.hours * HOUR_MS) insert(queue, { ...turn, at });
  };

  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    clock.advance(Math.max(0, startsAt + next.at - clock.now()));
    if (next.kind === 'trouble') world.begin(next);
    else await playTurn(next);
    // What the core does at the end of an answer is done before the next one begins.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return score.figures();
}

function insert(queue: ReturnType<typeof planDay>[number][], turn: Turn): void {
  const index = queue.findIndex(({ at }) => at > turn.at);
  queue.splice(index < 0 ? queue.length : index, 0, turn);
}

/** A figure and its goal. */
interface Line {
  readonly what: string;
  readonly value: (figures: FleetFigures) => number;
  /** The most that is allowed; null where the figure is only told. */
  readonly goal: number | null;
  readonly digits?: number;
}

/** Sessions by which an account may miss its share of a whole day under round-robin. */
const FAIR_WITHIN_SESSIONS = 3;

const LINES: readonly Line[] = [
  { what: 'requests', value: ({ requests }) => requests, goal: null },
  { what: 'sessions', value: ({ sessions }) => sessions, goal: null },
  { what: 'requests lost while any account could serve', value: ({ lost }) => lost, goal: 0 },
  { what: 'requests refused while none could', value: ({ exhausted }) => exhausted, goal: null },
  {
    what: 'error answers while any account could serve, mended by the client’s own repetition',
    value: ({ avoidableErrors }) => avoidableErrors,
    goal: null,
  },
  { what: 'answers that took more than one attempt', value: ({ failovers }) => failovers, goal: null },
  { what: 'needless switches', value: ({ needlessSwitches }) => needlessSwitches, goal: 0 },
  {
    what: 'prompt-cache switches a session, mean',
    value: ({ movesMean }) => movesMean,
    goal: null,
    digits: 2,
  },
  { what: 'prompt-cache switches a session, most', value: ({ movesMax }) => movesMax, goal: null },
  { what: 'forecasts of who is free next', value: ({ forecasts }) => forecasts, goal: null },
  {
    what: 'largest error of these forecasts, s',
    value: ({ forecastErrorMaxMs }) => forecastErrorMaxMs / 1_000,
    goal: 1,
    digits: 2,
  },
];

/** What missed its goal, one line each. */
export function missesOf(figures: FleetFigures, strategy: Strategy): readonly string[] {
  const missed = LINES.filter(({ value, goal }) => goal !== null && value(figures) > goal).map(
    ({ what, value, goal }) => `${what}: ${value(figures)} (at most ${goal})`,
  );
  if (strategy === 'priority') return missed;
  return [
    ...missed,
    ...figures.shares
      .filter(({ began, due }) => Math.abs(began - due) > FAIR_WITHIN_SESSIONS)
      .map(({ account, began, due }) => `${account} began ${began} sessions, and ${due.toFixed(1)} were due`),
  ];
}

/** Plays the whole day under both orders, for docs/reliability.md. */
export async function playFleet(): Promise<{ readonly markdown: string; readonly ok: boolean }> {
  const strategies: readonly Strategy[] = ['priority', 'round_robin'];
  const played: FleetFigures[] = [];
  for (const strategy of strategies)
    played.push(await playDay(strategy, WHOLE_DAY, 'a day of five accounts'));
  const rows = LINES.map(({ what, value, goal, digits = 0 }) =>
    row([what, ...played.map((figures) => value(figures).toFixed(digits)), goal === null ? '' : `≤ ${goal}`]),
  );
  const shares = played[1]!.shares.map(({ account, began, due }) =>
    row([account, String(began), due.toFixed(1)]),
  );
  const markdown = [
    row(['', 'priority', 'round-robin', 'goal']),
    '|---|--:|--:|--:|',
    ...rows,
    '',
    `New sessions under round-robin, and how many were due among those who could serve at the moment (goal: within ${FAIR_WITHIN_SESSIONS}):`,
    '',
    row(['account', 'began', 'due']),
    '|---|--:|--:|',
    ...shares,
  ].join('\n');
  return { markdown, ok: strategies.every((strategy, n) => missesOf(played[n]!, strategy).length === 0) };
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
