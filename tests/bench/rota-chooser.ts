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
    usage: { windows: () => [], requestsLastFiveHours: () => 0 },
  });
  const now = Date.now();
  const sessions = Array.from({ length: SESSIONS }, (_, index) => sessionIdOf(index));
  if (choiceFor === 'session with an account') {
    for (const [index, sessionId] of sessions.entries()) {
      router.remember(sessionId, fleet[index % accounts]!.id, now, MODEL);
    }
  }
  let turn = 0;
  return () => {
    const sessionId = sessions[turn++ % SESSIONS]!;
    const choice = router.begin({ model: MODEL, sessionId, pathKind: 'messages', now }).next(now);
    if (choice === null) throw new Error('The router found no account.');
    return choice.account.id;
  };
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
