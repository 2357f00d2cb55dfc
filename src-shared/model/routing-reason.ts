/**
 * Why an account was chosen or passed over. One union for the router, the management API, the command
 * line, the request log and the UI, so that all of them say the same thing. Times are milliseconds since
 * the Unix epoch. Nothing in here can hold a secret or a text that an upstream wrote.
 */

/** What a cooldown closes: the whole account, or one model family of it (e.g. `opus`). */
export type CooldownScope =
  | { readonly kind: 'account' }
  | { readonly kind: 'model-family'; readonly family: string };

/** Which answer caused a cooldown. */
export type CooldownCause =
  /** A quota window is spent; `claim` is the window's name as the upstream gave it, e.g. `five_hour`. */
  | { readonly kind: 'quota'; readonly claim: string }
  /** The upstream says that the account's credit is used up. */
  | { readonly kind: 'out-of-credit'; readonly status: number }
  /** A fresh token was refused; tried again by itself at the end of the cooldown. */
  | { readonly kind: 'token-refused'; readonly status: number };

/** Why an account can only serve again after its user acts. */
export type NeedsLoginCause =
  /** The token endpoint answered `invalid_grant`. */
  | 'refresh-token-invalid'
  /** The upstream refused a long-lived API key or setup token. */
  | 'key-refused'
  /** An OAuth entry to which nobody has signed in yet. */
  | 'not-signed-in'
  /** The secret is missing from the vault, or `env:NAME` names an empty variable. */
  | 'secret-missing';

/** A reason that closes an account for a request: it is not asked at all. */
export type ClosedReason =
  | { readonly kind: 'disabled' }
  | { readonly kind: 'terms-not-accepted' }
  | { readonly kind: 'needs-login'; readonly cause: NeedsLoginCause; readonly since: number }
  | {
      readonly kind: 'cooling-down';
      readonly cause: CooldownCause;
      readonly scope: CooldownScope;
      readonly since: number;
      readonly until: number;
    }
  /** Outside the hours that its user set, e.g. `09:00-18:00`. */
  | { readonly kind: 'outside-hours'; readonly hours: string; readonly until: number }
  /** As many requests are in flight as its user allows; it is asked again as soon as one of them ends. */
  | { readonly kind: 'at-capacity'; readonly open: number; readonly limit: number }
  /** The client key is bound to other accounts. */
  | { readonly kind: 'not-for-this-key'; readonly keyName: string };

/** A reason that only moves an account to the end of the order: it is asked when nobody better is left. */
export type DeferredReason =
  /** A rate limit of the moment, without a quota window behind it. */
  | { readonly kind: 'throttled'; readonly since: number; readonly until: number }
  /** Taken out after a streak of upstream failures. */
  | {
      readonly kind: 'ejected';
      readonly failures: number;
      readonly since: number;
      readonly until: number;
    }
  /** Freshly opened again: it takes few new sessions at first, so that not all jump on it at once. */
  | { readonly kind: 'ramping'; readonly since: number; readonly until: number };

/** Why an eligible account stands where it stands in the plan. */
export type PlacedReason =
  /** The session already has answers from this account, and its prompt cache lives there. */
  | { readonly kind: 'session-affinity' }
  /** The same account again after a short wait, because the session's prompt cache lives there. */
  | { readonly kind: 'waited-for-cache'; readonly waitedMs: number }
  /** The user's order (drag order or `priority`); `place` counts from 1. */
  | { readonly kind: 'in-order'; readonly place: number }
  /** Every new session begins with the next account; `place` is the one in the user's order, from 1. */
  | { readonly kind: 'round-robin'; readonly place: number }
  /** Used least: the utilization (0–1) of the window that resets next, null where no window is known. */
  | {
      readonly kind: 'least-used';
      readonly utilization: number | null;
      readonly requestsLastFiveHours: number;
    }
  /** What it has left is lost soonest: the end of its weekly window, null where unknown. */
  | { readonly kind: 'soonest-reset'; readonly resetsAt: number | null };

/** Everything that can be said about one candidate of a routing plan. */
export type RoutingReason = ClosedReason | DeferredReason | PlacedReason;

/** One line of a routing plan. */
export interface PlanEntry {
  readonly accountId: string;
  readonly accountName: string;
  readonly provider: string;
  /** The model name that would be sent, where the route renames it. */
  readonly model: string | null;
  readonly verdict: 'chosen' | 'next' | 'passed-over';
  readonly reason: RoutingReason;
  /** When this line may change by itself; null when somebody has to act, or another request has to end. */
  readonly changesAt: number | null;
}

/** The whole answer to "who would serve this model now, and why". */
export interface RoutingPlan {
  readonly model: string | null;
  /** The glob of the matching model route, or null when all accounts serve in order. */
  readonly route: string | null;
  readonly entries: readonly PlanEntry[];
}
