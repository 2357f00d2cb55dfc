/**
 * One data folder over many lives of the real program: start, look whether everything is there, do something, kill
 * with SIGKILL at a random moment, again. What was acknowledged must be there; what was not may be there or not, but
 * never half.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../src-main/core/lib/clock.ts';
import { type Simulator, startSimulator } from '../../src-main/core/simulator/simulator.ts';
import type { ManagementClient } from '../../src-shared/contract/client.ts';
import type { AccountSnapshot } from '../../src-shared/model/account.ts';
import { type RotaProcess, startRota } from '../support/rota-process.ts';
import { ScratchFolder } from '../support/scratch-folder.ts';
import { SeededRandom } from '../support/seeded-random.ts';
import { type Action, type ActionKind, chooseAction, type Listed } from './crash-actions.ts';
import { prepareFolder } from './folder-core.ts';
import { managementClient, people, REDIRECT_URI, signIn, succeeded } from './management.ts';
import { TokenWatch } from './token-watch.ts';

export interface CrashCounts {
  readonly kills: Record<ActionKind, number>;
  /** Kills that came before the answer to what was going on. */
  unacknowledged: number;
  staleLocks: number;
  failedStarts: number;
  accountsLost: number;
  /** Accounts without the secret that belongs to them. */
  halfAccounts: number;
  /** Acknowledged changes that were gone, and accounts in a state that nobody asked for. */
  changesLost: number;
  tokensLostOutside: number;
  /** Tokens lost though spent after an answer had left completely: received, but not yet on the disk. */
  readonly lostBeforeDurable: number[];
  /** Tokens lost while their answer was on its way; ms between spending and kill. */
  readonly lostOnTheWay: number[];
  leftovers: number;
  /** What exactly was wrong, for whoever has to find out why. */
  readonly findings: string[];
}

const FIRST = ['one', 'two', 'three'] as const;
const PEOPLE = [...FIRST, 'four', 'five'] as const;
/** More accounts than this are removed again, so that rounds stay equally long. */
const MAX_ACCOUNTS = 6;
/** How long the first action of a kind is thought to take, in ms. */
const FIRST_GUESS_MS = 25;

export class CrashLane {
  readonly counts: CrashCounts = {
    kills: { refresh: 0, 'sign-in': 0, settings: 0, rotation: 0 },
    unacknowledged: 0,
    staleLocks: 0,
    failedStarts: 0,
    accountsLost: 0,
    halfAccounts: 0,
    changesLost: 0,
    tokensLostOutside: 0,
    lostBeforeDurable: [],
    lostOnTheWay: [],
    leftovers: 0,
    findings: [],
  };
  readonly #folder = new ScratchFolder();
  readonly #random: SeededRandom;
  readonly #name: string;
  readonly #typicalMs = new Map<string, number>();

  constructor(seed: string) {
    this.#name = seed;
    this.#random = new SeededRandom(seed);
  }

  async play(rounds: number): Promise<CrashCounts> {
    const simulator = await startSimulator({
      clock: systemClock,
      accounts: people(...PEOPLE),
      oauth: { redirectUris: [REDIRECT_URI] },
    });
    try {
      prepareFolder(this.#folder.path, simulator);
      const watch = new TokenWatch(simulator, this.#random);
      let killed: Killed | null = null;
      for (let round = 0; round <= rounds; round += 1) {
        const rota = await this.#start(round);
        if (rota === null) return this.counts;
        try {
          const client = managementClient(rota.url, controlTokenOf(rota.dataDir));
          if (killed === null) for (const name of FIRST) await signIn(client, `${name}@example.com`);
          else await this.#check(client, simulator, watch, killed);
          await this.#makeRoom(client);
          if (round === rounds) break;
          killed = await this.#killDuringAction(rota, client, simulator, watch, round);
        } finally {
          rota.child.kill('SIGKILL');
          await rota.exited;
        }
      }
      return this.counts;
    } finally {
      await simulator.close();
      this.#folder[Symbol.dispose]();
    }
  }

  async #start(round: number): Promise<RotaProcess | null> {
    try {
      return await startRota(this.#folder.path);
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      this.#note(round, `does not start: ${text}`);
      if (/another|already|owns/i.test(text)) this.counts.staleLocks += 1;
      else this.counts.failedStarts += 1;
      return null;
    }
  }

  async #killDuringAction(
    rota: RotaProcess,
    client: ManagementClient,
    simulator: Simulator,
    watch: TokenWatch,
    round: number,
  ): Promise<Killed> {
    const { accounts } = succeeded(await client.query('snapshot.get'));
    const action = chooseAction({
      client,
      accounts,
      url: rota.url,
      clientKey: succeeded(await client.query('keys.show', { which: 'client' })).key,
      emails: PEOPLE.map((name) => `${name}@example.com`),
      random: this.#random,
      expireAccessTokens: (email) => simulator.account(email).expireAccessTokens(),
      mark: `${this.#name}-${round}`,
    });
    watch.clear();
    simulator.ledger.clear();
    const startedAt = performance.now();
    const run = { acknowledged: false };
    const running = action.run().then(
      (acknowledged) => {
        run.acknowledged = acknowledged;
        if (acknowledged) this.#learn(action.what, performance.now() - startedAt);
      },
      (error: Error) => this.#note(round, `${action.what} failed: ${error.message}`),
    );
    const typicalMs = this.#typicalMs.get(action.what) ?? FIRST_GUESS_MS;
    const delayMs = this.#random.fraction() * typicalMs * 1.3;
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    const killedAt = performance.now();
    rota.child.kill('SIGKILL');
    await rota.exited;
    await running;
    this.counts.kills[action.kind] += 1;
    if (!run.acknowledged) this.counts.unacknowledged += 1;
    const temps = readdirSync(this.#folder.path).filter((name) => /tmp/i.test(name));
    return { round, action, before: accounts, acknowledged: run.acknowledged, killedAt, temps };
  }

  async #check(
    client: ManagementClient,
    simulator: Simulator,
    watch: TokenWatch,
    killed: Killed,
  ): Promise<void> {
    const { accounts } = succeeded(await client.query('snapshot.get'));
    this.#checkList(accounts, killed);
    this.#checkFiles(killed);
    for (const account of accounts) {
      const cause = account.restrictions.find((reason) => reason.kind === 'needs-login');
      if (cause?.kind === 'needs-login' && cause.cause !== 'refresh-token-invalid') {
        this.counts.halfAccounts += 1;
        this.#note(killed.round, `${account.name} has no secret after ${killed.action.what}`);
      } else if (account.kind === 'oauth') {
        await this.#checkToken(client, simulator, watch, killed, account);
      }
    }
  }

  /** The list is as it was, or as the action would have made it; after an acknowledgement only the latter. */
  #checkList(accounts: readonly AccountSnapshot[], { round, action, before, acknowledged }: Killed): void {
    const done = listText(action.after(before));
    const found = listText(accounts);
    if (found === done || (!acknowledged && found === listText(before))) return;
    const names = new Set(accounts.map(({ id }) => id));
    const missing = before.filter(({ id }) => !names.has(id)).length;
    this.counts.accountsLost += missing;
    if (missing === 0) this.counts.changesLost += 1;
    this.#note(round, `after ${action.what} (acknowledged: ${acknowledged}): ${found}, expected ${done}`);
  }

  /** What the killed process was in the middle of writing is gone, and nothing had to be set aside. */
  #checkFiles({ round, temps }: Killed): void {
    for (const name of readdirSync(this.#folder.path)) {
      if (!temps.includes(name) && !name.includes('.damaged-')) continue;
      this.counts.leftovers += 1;
      this.#note(round, `${name} was left behind`);
    }
  }

  /** A refresh shows whether the refresh token that survived is the one that the server takes. */
  async #checkToken(
    client: ManagementClient,
    simulator: Simulator,
    watch: TokenWatch,
    killed: Killed,
    account: AccountSnapshot,
  ): Promise<void> {
    const email = account.accountEmail ?? account.identity?.email ?? '';
    const answer = watch.latest(simulator.account(email).id);
    const refreshed = await client.command('accounts.refresh', { account: account.id });
    if (refreshed.ok) return;
    const told = `${killed.action.what} of ${email}: ${refreshed.error.code}`;
    const wasUsed = simulator.ledger.requests.some(
      ({ path, rawHeaders }) =>
        path.startsWith('/v1/messages') && rawHeaders.includes(`Bearer ${answer?.accessToken}`),
    );
    if (answer === null || killed.acknowledged || wasUsed) {
      this.counts.tokensLostOutside += 1;
      this.#note(killed.round, `lost outside the window: ${told}`);
    } else if (answer.sentAt === null || killed.killedAt < answer.sentAt) {
      // A request that had left before the kill may be processed after it.
      this.counts.lostOnTheWay.push(Math.max(0, killed.killedAt - answer.spentAt));
    } else {
      this.counts.lostBeforeDurable.push(killed.killedAt - answer.sentAt);
    }
    await signIn(client, email);
  }

  async #makeRoom(client: ManagementClient): Promise<void> {
    const { accounts } = succeeded(await client.query('snapshot.get'));
    const spare = accounts
      .filter(({ accountEmail }) => !FIRST.some((name) => accountEmail === `${name}@example.com`))
      .map(({ id }) => id);
    if (accounts.length > MAX_ACCOUNTS && spare.length > 0) {
      succeeded(await client.command('accounts.remove', { accounts: spare }));
    }
  }

  #learn(what: string, tookMs: number): void {
    const known = this.#typicalMs.get(what) ?? tookMs;
    this.#typicalMs.set(what, known * 0.7 + tookMs * 0.3);
  }

  #note(round: number, text: string): void {
    this.counts.findings.push(`${this.#name}, round ${round}: ${text}`);
  }
}

interface Killed {
  readonly round: number;
  readonly action: Action;
  readonly before: readonly AccountSnapshot[];
  readonly acknowledged: boolean;
  readonly killedAt: number;
  /** Temporary files that it left. */
  readonly temps: readonly string[];
}

function listText(accounts: Listed): string {
  return accounts
    .map(({ accountEmail, name, enabled }) => `${name} <${accountEmail}> ${enabled ? 'on' : 'off'}`)
    .join(', ');
}

function controlTokenOf(dataDir: string): string {
  const run = JSON.parse(readFileSync(join(dataDir, 'run.json'), 'utf8')) as {
    readonly control_token: string;
  };
  return run.control_token;
}
