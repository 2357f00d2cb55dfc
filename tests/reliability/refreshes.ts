/**
 * Refreshes under many callers: before each round the token is made useless, in one of three ways, and then all
 * callers come at once, some of them a little later. However many there are, the authorization server may see one
 * request a round, and no caller may notice.
 */
import { Agent, request as httpRequest } from 'node:http';
import type { Fault } from '../../src-main/core/simulator/faults/fault.ts';
import { startSimulator } from '../../src-main/core/simulator/simulator.ts';
import { clientHeaders, messagesBody } from '../support/http-exchange.ts';
import { ScratchFolder } from '../support/scratch-folder.ts';
import { SeededRandom } from '../support/seeded-random.ts';
import { prepareFolder, startFolderCore } from './folder-core.ts';
import { JumpingClock } from './jumping-clock.ts';
import { people, REDIRECT_URI, refreshCalls, signIn, succeeded } from './management.ts';
import { judge, type Part, type PlayOptions } from './part.ts';

const CALLERS = 50;
const TOKEN_LIFE_SECONDS = 8 * 3600;
/** Callers of one round come within this many ms. */
const SPREAD_MS = 15;

/** How a round begins; all of them end in one refresh. */
const OCCASIONS = ['expired', 'refused', 'slept'] as const;

export const refreshes: Part = {
  name: 'refreshes',
  title: `Refreshes under ${CALLERS} concurrent callers`,
  rounds: 1_000,
  play: playRefreshes,
};

async function playRefreshes({ rounds, seed }: PlayOptions) {
  using folder = new ScratchFolder();
  const random = new SeededRandom(seed);
  const clock = new JumpingClock();
  const simulator = await startSimulator({
    clock,
    accounts: people('one'),
    oauth: { redirectUris: [REDIRECT_URI], accessTokenLifeSeconds: TOKEN_LIFE_SECONDS },
  });
  prepareFolder(folder.path, simulator);
  const { core, client, ...rota } = await startFolderCore(folder.path, clock);
  const agent = new Agent({ keepAlive: true, maxSockets: CALLERS });
  try {
    await signIn(client, 'one@example.com');
    // Slow enough that most callers arrive while the refresh is under way.
    simulator.faults.inject({ fault: slowly(random), times: Number.POSITIVE_INFINITY });
    simulator.ledger.clear();
    const key = core.clientKey().reveal();
    let failed = 0;
    for (let round = 0; round < rounds; round += 1) {
      const occasion = OCCASIONS[round % OCCASIONS.length];
      if (occasion === 'refused') simulator.account('one').expireAccessTokens();
      else clock.jump((TOKEN_LIFE_SECONDS + 1) * 1000);
      if (occasion === 'slept') core.wake();
      const callers = Array.from({ length: CALLERS }, () =>
        later(random.fraction() * SPREAD_MS, () => ask(agent, core.url, key)),
      );
      failed += (await Promise.all(callers)).filter((status) => status !== 200).length;
    }
    const { granted, refused } = refreshCalls(simulator);
    const [account] = succeeded(await client.query('snapshot.get')).accounts;
    return judge([
      { what: 'refreshes granted', measured: granted, goal: rounds },
      { what: 'token requests refused or repeated', measured: refused, goal: 0 },
      {
        what: `callers (of ${(rounds * CALLERS).toLocaleString('en')}) that noticed`,
        measured: failed,
        goal: 0,
      },
      { what: 'accounts signed out at the end', measured: account?.state === 'healthy' ? 0 : 1, goal: 0 },
    ]);
  } finally {
    agent.destroy();
    await rota[Symbol.asyncDispose]();
    await simulator.close();
  }
}

/** The usual answer of the token endpoint, after 5 to 25 ms. */
function slowly(random: SeededRandom): Fault {
  return {
    name: 'token-slow',
    description: 'The usual answer, a little later.',
    on: 'token-endpoint',
    phase: 'before-commit',
    appliesTo: 'both',
    ending: 'whole-answer',
    async play(scene) {
      const answer = scene.usualAnswer();
      await later(5 + random.fraction() * 20, async () => {});
      await scene.send(answer);
    },
  };
}

async function later<T>(delayMs: number, then: () => Promise<T>): Promise<T> {
  await new Promise((resolve) => setTimeout(resolve, delayMs));
  return then();
}

/** One proxied request on a kept connection; resolves with its status, null where the connection broke. */
function ask(agent: Agent, url: string, key: string): Promise<number | null> {
  return new Promise((resolve) => {
    const outgoing = httpRequest(
      `${url}/v1/messages`,
      { method: 'POST', agent, headers: clientHeaders(key) },
      (answer) => {
        answer.resume();
        answer.once('close', () => resolve(answer.complete ? (answer.statusCode ?? null) : null));
      },
    );
    outgoing.once('error', () => resolve(null));
    outgoing.end(messagesBody());
  });
}
