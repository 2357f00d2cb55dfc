import { createHash } from 'node:crypto';

/** What the account's owner pays for; `api` is a key that is billed by use. */
export type Plan = 'max' | 'pro' | 'team' | 'enterprise' | 'api';

/** A limit by the name that `anthropic-ratelimit-unified-representative-claim` gives it. */
export type Claim = 'five_hour' | 'seven_day' | 'seven_day_opus' | 'seven_day_sonnet';

/** A subscription's limit: it drains with use and starts anew when its time is over. */
export interface QuotaSpec {
  readonly claim: Claim;
  /** How much the window holds, in `unit`. */
  readonly size: number;
  readonly unit: 'requests' | 'tokens';
  /** Share that is used at the start, 0–1; default 0. */
  readonly utilization?: number;
  /** Simulated hours until the first reset; default the window's whole length. */
  readonly resetsInHours?: number;
}

/** An API key's limits, which start anew every simulated minute. */
export interface RateSpec {
  readonly requestsPerMinute: number;
  readonly tokensPerMinute: number;
}

/** What happens when a window is spent: refused, or served as paid extra usage. */
export type Overage =
  | { readonly status: 'rejected'; readonly disabledReason: string }
  | { readonly status: 'allowed' };

/** One account as the simulator starts with it. */
export interface SimulatedAccount {
  readonly id: string;
  readonly email: string;
  readonly plan: Plan;
  /** The name that answers carry; default the email. */
  readonly name?: string;
  readonly organizationName?: string;
  /** Accepted in `x-api-key` and, as the vendor's SDK sends it, as `Authorization: Bearer`. */
  readonly apiKey?: string;
  /** Accepted as `Authorization: Bearer`, e.g. a setup token `sk-ant-oat…`; never expires. */
  readonly bearerToken?: string;
  /** Subscription limits; default two windows that are practically endless. Ignored for plan `api`. */
  readonly quotas?: readonly QuotaSpec[];
  /** Default: rejected, `org_level_disabled`. */
  readonly overage?: Overage;
  /** Limits of plan `api`; default practically endless. */
  readonly rates?: RateSpec;
}

/** A UUID that depends on nothing but `name`, so that an account keeps its identity over restarts. */
export function stableUuid(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  // Version 4, variant 1, as the vendor's look (RFC 9562 section 5.4).
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
