/** What happens on a simulated day, made from a seed before it is played: who asks when, and what goes wrong. */
import type { SeededRandom } from '../seeded-random.ts';
import { ACCOUNT_IDS, UPSTREAMS } from './world.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;

/** One turn of a session: so many requests at once, as a main agent and its sub-agents send them. */
export interface Turn {
  readonly kind: 'turn';
  /** ms since the day began. */
  readonly at: number;
  readonly session: string;
  readonly model: string;
  readonly requests: number;
}

/** Something that goes wrong upstream. */
export type Trouble = { readonly kind: 'trouble'; readonly at: number; readonly lastsMs: number } & (
  | { readonly what: 'overload'; readonly upstream: number }
  | { readonly what: 'outage'; readonly account: string; readonly fault: string }
  | { readonly what: 'throttle'; readonly account: string }
);

export type Happening = Turn | Trouble;

export interface DayOptions {
  readonly hours: number;
  readonly sessions: number;
  readonly overloads: number;
  readonly outages: number;
  readonly throttles: number;
}

const MODELS = ['claude-opus-5-5', 'claude-sonnet-5-5', 'claude-sonnet-5-5'];
const SIDE_MODEL = 'claude-haiku-5-5';
const OUTAGES = [
  'internal-error',
  'bad-gateway',
  'hang-up-before-head',
  'api-error-event',
  'reset-before-body',
];
/** Seconds that a throttle asks for; up to three are worth waiting for where the session's cache is. */
const THROTTLE_SECONDS = [1, 2, 3, 8, 20, 30];

/** The day's happenings in order of time. */
export function planDay(options: DayOptions, random: SeededRandom): readonly Happening[] {
  const turns = Array.from({ length: options.sessions }, (_, n) =>
    sessionTurns(`session-${n}`, options, random),
  ).flat();
  const troubles = planTroubles(options, turns, random);
  // Trouble comes before the turn of the same moment.
  return [...troubles, ...turns].sort((a, b) => a.at - b.at || (a.kind === 'trouble' ? -1 : 1));
}

/** Ten to forty turns, seconds to minutes apart, one in eight with sub-agents, one in six on a small model. */
function sessionTurns(session: string, { hours }: DayOptions, random: SeededRandom): Turn[] {
  const model = pick(MODELS, random);
  const turns: Turn[] = [];
  let at = random.fraction() * hours * HOUR_MS;
  for (let left = 10 + whole(random, 30); left > 0 && at < hours * HOUR_MS; left--) {
    const requests = random.fraction() < 1 / 8 ? 3 + whole(random, 6) : 1;
    turns.push({
      kind: 'turn',
      at: Math.round(at),
      session,
      model: random.fraction() < 1 / 6 ? SIDE_MODEL : model,
      requests,
    });
    at += 5 * SECOND_MS + random.fraction() ** 3 * 12 * MINUTE_MS;
  }
  return turns;
}

/** Each begins with a turn, so that none goes by unnoticed. */
function planTroubles(options: DayOptions, turns: readonly Turn[], random: SeededRandom): Trouble[] {
  const moment = () => turns[whole(random, turns.length)]?.at ?? 0;
  const account = () => pick(ACCOUNT_IDS, random);
  const times = <T>(count: number, make: () => T) => Array.from({ length: count }, make);
  return [
    ...times(
      options.overloads,
      (): Trouble => ({
        kind: 'trouble',
        what: 'overload',
        at: moment(),
        lastsMs: 10 * SECOND_MS + random.fraction() * 30 * SECOND_MS,
        upstream: whole(random, UPSTREAMS),
      }),
    ),
    ...times(
      options.outages,
      (): Trouble => ({
        kind: 'trouble',
        what: 'outage',
        at: moment(),
        lastsMs: MINUTE_MS + random.fraction() * 10 * MINUTE_MS,
        account: account(),
        fault: pick(OUTAGES, random),
      }),
    ),
    ...times(
      options.throttles,
      (): Trouble => ({
        kind: 'trouble',
        what: 'throttle',
        at: moment(),
        lastsMs: pick(THROTTLE_SECONDS, random) * SECOND_MS,
        account: account(),
      }),
    ),
  ];
}

function whole(random: SeededRandom, below: number): number {
  return Math.floor(random.fraction() * below);
}

function pick<T>(list: readonly T[], random: SeededRandom): T {
  return list[whole(random, list.length)]!;
}
