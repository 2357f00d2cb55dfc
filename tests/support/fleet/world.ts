/** Five simulated subscriptions at two providers, and the truth about who of them could serve. */
import type { SimulatedAccount } from '../../../src-main/core/simulator/account/simulated-account.ts';
import { throttledFor } from '../../../src-main/core/simulator/faults/status/throttled-with-retry-after.ts';
import { seededRandom } from '../../../src-main/core/simulator/seeded-random.ts';
import { type Simulator, startSimulator } from '../../../src-main/core/simulator/simulator.ts';
import type { ManualClock } from '../manual-clock.ts';
import type { Trouble } from './day.ts';

export const UPSTREAMS = 2;

type Quotas = NonNullable<SimulatedAccount['quotas']>;
const week = (size: number, resetsInHours: number) =>
  ({ claim: 'seven_day', size, unit: 'requests', resetsInHours }) as const;
const fiveHours = (size: number, resetsInHours: number) =>
  ({ claim: 'five_hour', size, unit: 'requests', resetsInHours }) as const;
const opusWeek = (size: number, resetsInHours: number) =>
  ({ claim: 'seven_day_opus', size, unit: 'requests', resetsInHours }) as const;

/** Small enough that every window is spent some time on that day. */
const ACCOUNTS: readonly { readonly id: string; readonly upstream: number; readonly quotas: Quotas }[] = [
  { id: 'alpha', upstream: 0, quotas: [fiveHours(200, 3.1), week(3_000, 90), opusWeek(150, 20.4)] },
  { id: 'bravo', upstream: 0, quotas: [fiveHours(130, 1.5), week(450, 17.7)] },
  { id: 'charlie', upstream: 1, quotas: [fiveHours(170, 4.2), week(3_000, 40)] },
  { id: 'delta', upstream: 1, quotas: [fiveHours(100, 2.25), week(3_000, 60), opusWeek(60, 9.3)] },
  { id: 'echo', upstream: 0, quotas: [fiveHours(150, 4.6), week(3_000, 120), opusWeek(90, 13)] },
];
export const ACCOUNT_IDS: readonly string[] = ACCOUNTS.map(({ id }) => id);

const tokenOf = (id: string) => `sk-ant-oat01-${id}`;

/** Longest first ejection, in ms: `failure_timeout_seconds` by default. */
const FIRST_EJECTION_MS = 60_000;

/** The upstreams' side of the day. */
export class FleetWorld implements AsyncDisposable {
  readonly #clock: ManualClock;
  readonly #simulators: readonly Simulator[];
  readonly #active = new Set<Trouble>();
  /** Until when an account may be set aside for an outage, in ms since the epoch. */
  readonly #setAsideUntil = new Map<string, number>();

  private constructor(clock: ManualClock, simulators: readonly Simulator[]) {
    this.#clock = clock;
    this.#simulators = simulators;
  }

  static async start(clock: ManualClock): Promise<FleetWorld> {
    const simulators = await Promise.all(
      Array.from({ length: UPSTREAMS }, (_, upstream) =>
        startSimulator({
          clock,
          random: seededRandom(upstream + 1),
          accounts: ACCOUNTS.filter((account) => account.upstream === upstream).map(({ id, quotas }) => ({
            id,
            email: `${id}@example.com`,
            plan: 'max',
            bearerToken: tokenOf(id),
            quotas,
          })),
        }),
      ),
    );
    return new FleetWorld(clock, simulators);
  }

  settingsText(strategy: 'priority' | 'round_robin'): string {
    const entries = ACCOUNTS.map(
      ({ id, upstream }) =>
        `  - { name: ${id}, base_url: ${this.#simulators[upstream]!.url}, auth_type: auth_token, auth_value: ${tokenOf(id)}, proxy: none }`,
    );
    return `providers:\n${entries.join('\n')}\nsettings: { terms_accepted: true, strategy: ${strategy} }\n`;
  }

  /** Begins a trouble, which ends by itself. */
  begin(trouble: Trouble): void {
    const armed = this.#arm(trouble);
    this.#active.add(trouble);
    this.#clock.after(trouble.lastsMs, () => {
      armed[Symbol.dispose]();
      this.#active.delete(trouble);
    });
    if (trouble.what === 'outage') {
      // Each ejection is twice as long as the one before, so the last one ends at most so much later than the outage.
      const latest = this.#clock.now() + 2 * trouble.lastsMs + FIRST_EJECTION_MS;
      this.#setAsideUntil.set(
        trouble.account,
        Math.max(latest, this.#setAsideUntil.get(trouble.account) ?? 0),
      );
    }
  }

  /** Whether an account would answer a request for `model` now. */
  couldServe(id: string, model: string): boolean {
    return ![...this.#active].some((trouble) => strikes(trouble, id)) && this.#opensAt(id, model) === null;
  }

  /** Those who would answer now. */
  couldServeAll(model: string): readonly string[] {
    return ACCOUNT_IDS.filter((id) => this.couldServe(id, model));
  }

  /** True while an account fails again and again, and as long afterwards as it may still be set aside for that. */
  mayBeSetAside(id: string): boolean {
    return this.#clock.now() < (this.#setAsideUntil.get(id) ?? 0);
  }

  /** True where the account's own limits refuse `model`, for longer than a moment. */
  isSpent(id: string, model: string): boolean {
    return this.#opensAt(id, model) !== null;
  }

  /** When the first limit of the fleet opens for `model`, in ms since the epoch; null where one is open. */
  nextOpening(model: string): number | null {
    const openings = ACCOUNT_IDS.map((id) => this.#opensAt(id, model));
    return openings.includes(null) ? null : Math.min(...openings.filter((at) => at !== null));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#simulators.map((simulator) => simulator.close()));
  }

  #opensAt(id: string, model: string): number | null {
    const spent = this.#simulatorOf(id)
      .account(id)
      .quotas.filter(({ claim, status }) => status === 'rejected' && concerns(claim, model));
    return spent.length === 0 ? null : Math.max(...spent.map(({ resetsAt }) => resetsAt));
  }

  #arm(trouble: Trouble): Disposable {
    const times = Number.POSITIVE_INFINITY;
    switch (trouble.what) {
      case 'overload':
        return this.#simulators[trouble.upstream]!.faults.inject({ fault: 'overloaded', times });
      case 'outage': {
        const { account, fault } = trouble;
        return this.#simulatorOf(account).faults.inject({ fault, account, times });
      }
      case 'throttle': {
        const { account } = trouble;
        const fault = throttledFor(trouble.lastsMs / 1000);
        return this.#simulatorOf(account).faults.inject({ fault, account, times });
      }
    }
  }

  #simulatorOf(id: string): Simulator {
    return this.#simulators[upstreamOf(id)]!;
  }
}

function strikes(trouble: Trouble, id: string): boolean {
  return trouble.what === 'overload' ? trouble.upstream === upstreamOf(id) : trouble.account === id;
}

function upstreamOf(id: string): number {
  return ACCOUNTS.find((account) => account.id === id)!.upstream;
}

function concerns(claim: string, model: string): boolean {
  const family = /^seven_day_(\w+)$/.exec(claim)?.[1];
  return family === undefined || model.includes(family);
}
