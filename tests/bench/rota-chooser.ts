/** Rota's own router with so many healthy accounts, for the time of one choice. */
import type { Account } from '../../src-main/core/accounts/account.ts';
import { GOOD_HEALTH } from '../../src-main/core/accounts/account-health.ts';
import { createRouter } from '../../src-main/core/routing/router.ts';
import { parseSettings } from '../../src-main/core/settings/parse-settings.ts';
import type { Settings, Strategy } from '../../src-main/core/settings/settings.ts';
import { sessionIdOf } from './claude-request.ts';
import { settingsYaml } from './rota.ts';

const SESSIONS = 64;
const MODEL = 'claude-sonnet-5-5';
const UPSTREAM = 'http://127.0.0.1:1';

/** What one choice is made for. */
export type ChoiceFor = 'session with an account' | 'new session';

/** Makes ready and returns one choice as a function: the first account for a request of the next of 64 sessions. */
export async function createChooser(
  accounts: number,
  strategy: Strategy,
  choiceFor: ChoiceFor,
): Promise<() => string> {
  const settings: Settings = { ...(await readSettings(accounts)), strategy };
  const fleet = settings.providers.map(accountOf);
  const router = createRouter({
    accounts: () => fleet,
    settings: () => settings,
    usage: { windows: () => [], requestsLastFiveHours: () => 0, openRequests: () => 0 },
  });
  const now = Date.now();
  const sessions = Array.from({ length: SESSIONS }, (_, index) => sessionIdOf(index));
  if (choiceFor === 'session with an account') {
    for (const [index, sessionId] of sessions.entries()) {
      const request = { model: MODEL, sessionId, pathKind: 'messages', key: null, now } as const;
      router.begin(request).answeredBy(fleet[index % accounts]!.id, now);
    }
  }
  let turn = 0;
  return () => {
    const sessionId = sessions[turn++ % SESSIONS]!;
    const choice = router.begin({ model: MODEL, sessionId, pathKind: 'messages', key: null, now }).next(now);
    if (choice === null) throw new Error('The router found no account.');
    return choice.account.id;
  };
}

/** What a plan is made over. */
export interface PlanningGround {
  readonly accounts: number;
  /** Model routes, each to every account; the model in question matches the one that is looked at last. */
  readonly routes: number;
  /** So many of the accounts rest, those in front. */
  readonly resting: number;
}

export interface Planner {
  /** The first account for the request of a new session. */
  choose(): string;
  /** The same after the health of one account has changed, as after every failure. */
  chooseAfterChange(): string;
  /** Every candidate with its reason, as `rota routes explain` shows it; the number of lines. */
  explain(): number;
}

/** A router over a fleet of which some rest, under many model routes. */
export async function createPlanner({ accounts, routes, resting }: PlanningGround): Promise<Planner> {
  const now = Date.now();
  const read = await readSettings(accounts);
  const settings: Settings = { ...read, modelRoutes: routesTo(read.providers, routes) };
  let fleet = settings.providers.map((entry, index) =>
    index < resting ? restingAccount(accountOf(entry, index), now) : accountOf(entry, index),
  );
  const router = createRouter({
    accounts: () => fleet,
    settings: () => settings,
    usage: { windows: () => [], requestsLastFiveHours: () => 0, openRequests: () => 0 },
  });
  const choose = () => {
    const request = { model: MODEL, sessionId: null, pathKind: 'messages', key: null, now } as const;
    return router.begin(request).next(now)!.account.id;
  };
  let changes = 0;
  return {
    choose,
    chooseAfterChange() {
      const at = changes++ % fleet.length;
      const { health } = fleet[at]!;
      const changed = { ...fleet[at]!, health: { ...health, failureStreak: health.failureStreak + 1 } };
      fleet = fleet.map((account, index) => (index === at ? changed : account));
      return choose();
    },
    explain: () => router.explain({ model: MODEL, sessionId: null, key: null, now }).entries.length,
  };
}

function routesTo(providers: Settings['providers'], routes: number): Settings['modelRoutes'] {
  const candidates = providers.map(({ name }, index) => ({
    provider: name,
    accountEmail: null,
    model: null,
    priority: index + 1,
  }));
  const others = Array.from({ length: Math.max(0, routes - 1) }, (_, index) => `*vendor-${index}-model*`);
  return [...others, '*sonnet*'].map((pattern) => ({ pattern, strategy: null, candidates }));
}

function restingAccount(account: Account, now: number): Account {
  const cooldown = {
    cause: { kind: 'quota', claim: 'five_hour' },
    scope: { kind: 'account' },
    since: now,
    until: now + 3_600_000,
  } as const;
  return { ...account, health: { ...GOOD_HEALTH, cooldowns: [cooldown] } };
}

async function readSettings(accounts: number): Promise<Settings> {
  const parsed = await parseSettings(settingsYaml(UPSTREAM, accounts), {
    file: 'bench.yaml',
    format: 'yaml',
  });
  if (!parsed.ok) throw new Error(parsed.errors.map(({ message }) => message).join('\n'));
  return parsed.settings;
}

function accountOf(entry: Settings['providers'][number], index: number): Account {
  return {
    id: `account${String(index).padStart(5, '0')}`,
    name: entry.name,
    place: index + 1,
    kind: 'api-key',
    entry,
    email: entry.accountEmail,
    termsMissing: false,
    health: GOOD_HEALTH,
  };
}
