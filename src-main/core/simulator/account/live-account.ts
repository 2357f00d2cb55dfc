import type { Clock } from '../../lib/clock.ts';
import type { HeaderList } from '../wire/answer.ts';
import { rateHeaders, spentLimit, unifiedHeaders } from './limit-headers.ts';
import { PromptCache } from './prompt-cache.ts';
import { QuotaWindows } from './quota-windows.ts';
import { RateWindow } from './rate-window.ts';
import {
  type Overage,
  type Plan,
  type QuotaSpec,
  type SimulatedAccount,
  stableUuid,
} from './simulated-account.ts';

const ENDLESS = 1_000_000_000;
const defaultQuotas: readonly QuotaSpec[] = [
  { claim: 'five_hour', size: ENDLESS, unit: 'requests' },
  { claim: 'seven_day', size: ENDLESS, unit: 'requests' },
];
const defaultOverage: Overage = { status: 'rejected', disabledReason: 'org_level_disabled' };

/** Why an account does not serve now: what the vendor's 429 says beside the limit headers. */
export interface LimitRefusal {
  readonly message: string;
  /** Milliseconds since the epoch. */
  readonly resetsAt: number;
}

/** One simulated account while it runs: its limits, its prompt cache and what it has answered. */
export class LiveAccount {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly plan: Plan;
  readonly uuid: string;
  readonly organizationUuid: string;
  readonly organizationName: string;
  readonly apiKey: string | null;
  readonly bearerToken: string | null;
  readonly overage: Overage;
  readonly quotas: QuotaWindows;
  readonly promptCache = new PromptCache();
  /** False once the vendor has withdrawn the API key or setup token. */
  fixedCredentialAccepted = true;
  readonly #rates: RateWindow;
  readonly #clock: Clock;
  #answers = 0;

  /** @param hourMs length of a simulated hour in milliseconds */
  constructor(spec: SimulatedAccount, clock: Clock, hourMs: number) {
    this.id = spec.id;
    this.email = spec.email;
    this.name = spec.name ?? spec.email;
    this.plan = spec.plan;
    this.uuid = stableUuid(`account ${spec.id}`);
    this.organizationUuid = stableUuid(`organization ${spec.id}`);
    this.organizationName = spec.organizationName ?? `${spec.email}'s Organization`;
    this.apiKey = spec.apiKey ?? null;
    this.bearerToken = spec.bearerToken ?? null;
    this.overage = spec.overage ?? defaultOverage;
    this.quotas = new QuotaWindows(spec.quotas ?? defaultQuotas, hourMs, clock.now());
    this.#rates = new RateWindow(
      spec.rates ?? { requestsPerMinute: ENDLESS, tokensPerMinute: ENDLESS },
      hourMs / 60,
    );
    this.#clock = clock;
  }

  /** A subscription signs in; an API account only has its key. */
  get isSubscription(): boolean {
    return this.plan !== 'api';
  }

  /** The number of the next answer, from 1. */
  nextAnswerNumber(): number {
    this.#answers += 1;
    return this.#answers;
  }

  /** The rate limit headers of an answer about `model` (null: about no model in particular). */
  limitHeaders(model: string | null): HeaderList {
    const now = this.#clock.now();
    return this.isSubscription
      ? unifiedHeaders(this.quotas.readings(now, model), this.overage)
      : rateHeaders(this.#rates.reading(now));
  }

  /** Null when a request for `model` may be served now. */
  refusal(model: string): LimitRefusal | null {
    const now = this.#clock.now();
    if (this.isSubscription) {
      const spent = spentLimit(this.quotas.readings(now, model));
      if (!spent || this.overage.status === 'allowed') return null;
      return {
        message: "This request would exceed your account's rate limit. Please try again later.",
        resetsAt: spent.resetsAt,
      };
    }
    const { requests, tokens, resetsAt } = this.#rates.reading(now);
    if (requests.remaining > 0 && tokens.remaining > 0) return null;
    const spent = requests.remaining === 0 ? 'requests' : 'tokens';
    return {
      message: `This request would exceed the rate limit for your organization of ${spent} per minute.`,
      resetsAt,
    };
  }

  /** Counts a served request of `tokens` against the limits. */
  charge(model: string, tokens: number): void {
    const now = this.#clock.now();
    if (this.isSubscription) this.quotas.charge(now, model, tokens);
    else this.#rates.charge(now, tokens);
  }
}
