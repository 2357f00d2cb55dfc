/**
 * Clocks that jump: somebody sets this machine's clock two hours ahead or back, or the machine sleeps for twelve
 * hours. Before each jump the accounts are brought into random conditions; afterwards every one of them must be in the
 * condition that the vendor's clock says, or at most rest as long as it would have at first.
 */
import { type Simulator, startSimulator } from '../../src-main/core/simulator/simulator.ts';
import type { AccountSnapshot } from '../../src-shared/model/account.ts';
import { clientHeaders, messagesBody, send } from '../support/http-exchange.ts';
import { ScratchFolder } from '../support/scratch-folder.ts';
import { SeededRandom } from '../support/seeded-random.ts';
import { type FolderCore, prepareFolder, startFolderCore } from './folder-core.ts';
import { JumpingClock } from './jumping-clock.ts';
import { people, REDIRECT_URI, refreshCalls, signIn, succeeded } from './management.ts';
import { judge, type Part, type PlayOptions } from './part.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** How much faster than real time everything runs. */
const SPEED = 60;
/** By then Rota has noticed a jump (it looks at the clock every 15 s) and acted on it, in ms of its own time. */
const NOTICED_WITHIN_MS = MINUTE_MS;
const TOLERANCE_MS = 2 * MINUTE_MS;

type Jump = 'set two hours ahead' | 'set two hours back' | 'slept twelve hours' | 'slept and set back';
const JUMPS: readonly Jump[] = [
  'set two hours ahead',
  'set two hours back',
  'slept twelve hours',
  'slept and set back',
];

const CONDITIONS = ['healthy', 'resting', 'throttled', 'ejected', 'signed out'] as const;
type Condition = (typeof CONDITIONS)[number];
/** What Rota must have found out before the clocks jump; a throttle is over too soon to be looked for. */
const RESTRICTION_OF: Readonly<Record<Condition, string | null>> = {
  healthy: null,
  resting: 'cooling-down',
  throttled: null,
  ejected: 'ejected',
  'signed out': 'needs-login',
};
/** The last one stays healthy, so that there is always somebody to serve. */
const NAMES = ['one', 'two', 'three'] as const;

export const clockJumps: Part = {
  name: 'clock',
  title: 'Clock jumps of ±2 h and a sleep of 12 h',
  rounds: 100,
  play: playClockJumps,
};

async function playClockJumps({ rounds, seed }: PlayOptions) {
  const random = new SeededRandom(seed);
  const counts: Counts = { wrongStates: 0, failedRequests: 0, needlessTokenCalls: 0, findings: [] };
  for (let round = 0; round < rounds; round += 1) {
    const jump = JUMPS[round % JUMPS.length]!;
    await using scene = await openScene(random);
    const conditions = await scene.prepare();
    scene.jump(jump);
    const noticedFirst = random.fraction() < 0.5;
    if (noticedFirst) await scene.pass(NOTICED_WITHIN_MS);
    const report = (what: string) =>
      counts.findings.push(`round ${round}, ${jump}, ${conditions.join(' / ')}: ${what}`);

    if (!(await scene.ask())) {
      counts.failedRequests += 1;
      report('the first request after it failed');
    }
    await scene.pass(NOTICED_WITHIN_MS);
    for (const wrong of await scene.wrongStates(jump, conditions)) {
      counts.wrongStates += 1;
      report(wrong);
    }
    const needless = scene.needlessTokenCalls(jump, conditions);
    counts.needlessTokenCalls += needless;
    if (needless > 0) report(`${needless} token requests too many`);
    // With a clock that is behind, Rota learns from the upstream that a token has ended.
    scene.jump('slept twelve hours');
    if (!(await scene.ask())) {
      counts.failedRequests += 1;
      report('the first request of the next morning failed');
    }
  }
  const result = judge([
    { what: 'jumps', measured: rounds, goal: rounds },
    { what: 'accounts in a wrong state', measured: counts.wrongStates, goal: 0 },
    { what: `requests that failed (of ${rounds * 2})`, measured: counts.failedRequests, goal: 0 },
    { what: 'token requests without need', measured: counts.needlessTokenCalls, goal: 0 },
  ]);
  return { markdown: result.markdown, misses: [...result.misses, ...counts.findings] };
}

interface Counts {
  wrongStates: number;
  failedRequests: number;
  needlessTokenCalls: number;
  readonly findings: string[];
}

/** Opens the whole core with three signed-in accounts at a simulator, everything on clocks that can jump. */
async function openScene(random: SeededRandom): Promise<Scene> {
  const folder = new ScratchFolder();
  const ours = new JumpingClock(SPEED);
  const theirs = new JumpingClock(SPEED);
  const simulator = await startSimulator({
    clock: theirs,
    accounts: people(...NAMES),
    oauth: { redirectUris: [REDIRECT_URI] },
  });
  prepareFolder(folder.path, simulator);
  const rota = await startFolderCore(folder.path, ours);
  for (const name of NAMES) await signIn(rota.client, `${name}@example.com`);
  return new Scene(folder, ours, theirs, simulator, rota, random);
}

class Scene implements AsyncDisposable {
  readonly #folder: ScratchFolder;
  readonly #ours: JumpingClock;
  readonly #theirs: JumpingClock;
  readonly #simulator: Simulator;
  readonly #rota: FolderCore;
  readonly #random: SeededRandom;
  /** When each resting account's limit resets, by the vendor's clock, and how long it was to rest. */
  readonly #rests = new Map<string, { readonly resetsAt: number; readonly lengthMs: number }>();
  #session = 0;

  constructor(
    folder: ScratchFolder,
    ours: JumpingClock,
    theirs: JumpingClock,
    simulator: Simulator,
    rota: FolderCore,
    random: SeededRandom,
  ) {
    this.#folder = folder;
    this.#ours = ours;
    this.#theirs = theirs;
    this.#simulator = simulator;
    this.#rota = rota;
    this.#random = random;
  }

  /** Brings each account but the last into some condition, and lets Rota find out. */
  async prepare(): Promise<readonly Condition[]> {
    const conditions: Condition[] = [];
    for (const name of NAMES.slice(0, -1)) {
      const condition = CONDITIONS[Math.floor(this.#random.fraction() * CONDITIONS.length)]!;
      conditions.push(condition);
      await this.#order(name);
      await this.#bringAbout(name, condition);
    }
    await this.#order(...NAMES);
    const accounts = await this.#accounts();
    for (const [index, condition] of conditions.entries()) {
      const expected = RESTRICTION_OF[condition];
      if (expected !== null && !accounts[index]!.restrictions.some(({ kind }) => kind === expected)) {
        throw new Error(`${NAMES[index]} is not ${condition}: the scene is not what it should be`);
      }
    }
    this.#simulator.faults.clear();
    this.#simulator.ledger.clear();
    return conditions;
  }

  /** A request of a new session; true where it was answered. */
  async ask(): Promise<boolean> {
    this.#session += 1;
    const answer = await send(`${this.#rota.core.url}/v1/messages`, {
      headers: clientHeaders(this.#rota.core.clientKey().reveal(), `session-${this.#session}`),
      body: messagesBody(),
    });
    return answer.status === 200;
  }

  jump(jump: Jump): void {
    switch (jump) {
      case 'set two hours ahead':
        this.#ours.jump(2 * HOUR_MS);
        break;
      case 'set two hours back':
        this.#ours.jump(-2 * HOUR_MS);
        break;
      case 'slept and set back':
        this.#ours.jump(10 * HOUR_MS);
        this.#theirs.jump(12 * HOUR_MS);
        break;
      case 'slept twelve hours':
        this.#ours.jump(12 * HOUR_MS);
        this.#theirs.jump(12 * HOUR_MS);
        break;
    }
  }

  /** Lets this much time pass, in ms of the sped-up clocks. */
  async pass(ms: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, ms / SPEED));
  }

  async wrongStates(jump: Jump, conditions: readonly Condition[]): Promise<readonly string[]> {
    const accounts = await this.#accounts();
    return NAMES.flatMap((name, index) => {
      const account = accounts.find(({ accountEmail }) => accountEmail === `${name}@example.com`);
      if (account === undefined) return [`${name} is gone`];
      const wrong = this.#wrong(account, name, conditions[index] ?? 'healthy', jump);
      return wrong === null ? [] : [`${name} ${wrong}`];
    });
  }

  /** A sleep ends every token, and each is renewed once; a clock that is set ends none. */
  needlessTokenCalls(jump: Jump, conditions: readonly Condition[]): number {
    const { granted, refused } = refreshCalls(this.#simulator);
    const signedIn = NAMES.length - conditions.filter((one) => one === 'signed out').length;
    const due = jump.startsWith('slept') ? signedIn : 0;
    return Math.max(0, granted - due) + refused;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#rota[Symbol.asyncDispose]();
    await this.#simulator.close();
    this.#folder[Symbol.dispose]();
  }

  #wrong(account: AccountSnapshot, name: string, condition: Condition, jump: Jump): string | null {
    if (condition === 'signed out') {
      return account.state === 'needs-login' ? null : `is ${account.state} though it was signed out`;
    }
    if (account.state === 'needs-login') return 'needs a sign-in though nobody signed it out';
    if (account.tokenExpiresAt !== null && jump === 'slept twelve hours') {
      if (account.tokenExpiresAt < this.#theirs.now()) return 'still has the token of yesterday';
    }
    const closed = account.restrictions.find(({ kind }) => kind === 'cooling-down');
    if (condition !== 'resting') return closed === undefined ? null : 'rests though nothing is spent';
    const { resetsAt, lengthMs } = this.#rests.get(name)!;
    const trueLeftMs = Math.max(0, resetsAt - this.#theirs.now());
    const leftMs = account.cooldownUntil === null ? 0 : account.cooldownUntil - this.#ours.now();
    // A clock that was set back hides how much of a rest has passed: it may begin again, but never grow.
    const mayRestMs = jump === 'set two hours back' || jump === 'slept and set back' ? lengthMs : trueLeftMs;
    return leftMs > mayRestMs + TOLERANCE_MS
      ? `rests for ${Math.round(leftMs / MINUTE_MS)} min more instead of ${Math.round(mayRestMs / MINUTE_MS)}`
      : null;
  }

  /** Puts these accounts first: only who is asked can fail. */
  async #order(...names: readonly string[]): Promise<void> {
    const accounts = names.map((name) => `${name}@example.com`);
    succeeded(await this.#rota.client.command('accounts.order', { accounts }));
  }

  async #bringAbout(name: string, condition: Condition): Promise<void> {
    const control = this.#simulator.account(name);
    const always = { account: name, times: Number.POSITIVE_INFINITY };
    switch (condition) {
      case 'healthy':
        return;
      case 'resting': {
        const lengthMs = (0.5 + this.#random.fraction() * 4) * HOUR_MS;
        const resetsAt = this.#theirs.now() + lengthMs;
        this.#rests.set(name, { resetsAt, lengthMs });
        control.setUtilization('five_hour', 1, resetsAt);
        await this.ask();
        return;
      }
      case 'throttled': {
        using _ = this.#simulator.faults.inject({ fault: 'throttled-with-retry-after', ...always });
        await this.ask();
        return;
      }
      case 'ejected': {
        using _ = this.#simulator.faults.inject({ fault: 'internal-error', ...always });
        for (let failure = 0; failure < 5; failure += 1) await this.ask();
        return;
      }
      case 'signed out':
        control.revokeGrants();
        await this.ask();
        return;
    }
  }

  async #accounts(): Promise<readonly AccountSnapshot[]> {
    return succeeded(await this.#rota.client.query('snapshot.get')).accounts;
  }
}
