import type { QuotaWindow } from './quota-window.ts';
import type { RoutingReason } from './routing-reason.ts';

/** How an account authenticates. A setup token is a bearer token of a subscription that is never refreshed. */
export type AccountKind = 'oauth' | 'setup-token' | 'bearer-token' | 'api-key';

/** The one word for an account's condition; the reason beside it carries the details. */
export type AccountState =
  | 'healthy'
  | 'cooling-down'
  | 'ejected'
  | 'needs-login'
  | 'out-of-credit'
  | 'disabled';

/** Who signed in, as the token response and the profile call told. Any part may be unknown. */
export interface AccountIdentity {
  readonly email: string | null;
  readonly accountUuid: string | null;
  readonly organizationUuid: string | null;
  readonly organizationName: string | null;
  /** e.g. `max`, `pro`, `team`, `enterprise`. */
  readonly subscription: string | null;
  readonly rateLimitTier: string | null;
}

/** One account as everybody outside the registry sees it; never a secret. Times are ms since the epoch. */
export interface AccountSnapshot {
  /** Stable over restart, rename and a new key: 12 characters of `[a-z0-9]`. */
  readonly id: string;
  /** The name to show: chosen name, else email, else provider name. */
  readonly name: string;
  readonly provider: string;
  readonly providerType: string;
  readonly kind: AccountKind;
  readonly accountEmail: string | null;
  readonly identity: AccountIdentity | null;
  /** Place in the user's order, from 1. */
  readonly place: number;
  /** null = the system's environment, `none` = direct, else the proxy's address without credentials. */
  readonly proxy: string | null;
  /** The hours of the day in which it serves, e.g. `09:00-18:00` local time; null = always. */
  readonly hours: string | null;
  /** Most requests in flight at once; null = no limit of its own. */
  readonly maxConcurrentRequests: number | null;
  readonly enabled: boolean;
  readonly state: AccountState;
  /** Why it is not simply healthy; null when it is. */
  readonly reason: RoutingReason | null;
  /** Every cooldown and deferral that is in force, the model-scoped ones included. */
  readonly restrictions: readonly RoutingReason[];
  /** End of the cooldown that `state` speaks of; null when none. */
  readonly cooldownUntil: number | null;
  readonly tokenExpiresAt: number | null;
  readonly windows: readonly QuotaWindow[];
  readonly requestsTotal: number;
  readonly requestsToday: number;
  readonly failuresTotal: number;
  readonly lastUsedAt: number | null;
  /** Proxied requests that are in flight right now. */
  readonly openRequests: number;
}
