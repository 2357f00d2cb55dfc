import type {
  CooldownCause,
  CooldownScope,
  NeedsLoginCause,
} from '../../../src-shared/model/routing-reason.ts';

/** A closed period with a known end; times in ms since the epoch. */
export interface Cooldown {
  readonly cause: CooldownCause;
  readonly scope: CooldownScope;
  readonly since: number;
  readonly until: number;
}

/** A moment at which the last closing of an account, or of one model family, ended; times in ms since the epoch. */
export interface Reopening {
  readonly scope: CooldownScope;
  readonly since: number;
  /** When it counts as any other account again. */
  readonly until: number;
}

/**
 * Everything that answers have taught us about one account: an immutable value, replaced by the health
 * reducer. Only `needsLogin` and `cooldowns` close an account; `throttle`, `ejection` and `reopened` merely move
 * it behind the others.
 */
export interface AccountHealth {
  readonly needsLogin: { readonly cause: NeedsLoginCause; readonly since: number } | null;
  readonly cooldowns: readonly Cooldown[];
  readonly throttle: { readonly since: number; readonly until: number } | null;
  readonly ejection: {
    readonly failures: number;
    readonly since: number;
    readonly until: number;
  } | null;
  /** Set for a minute after a closing or an ejection; new sessions come to it step by step meanwhile. */
  readonly reopened: Reopening | null;
  /** Upstream failures in a row. */
  readonly failureStreak: number;
  /** Ejections since the last good answer; each lasts longer than the one before. */
  readonly ejectionCount: number;
  /** Fresh tokens refused in a row; the cooldown doubles with each, from 5 minutes to an hour. */
  readonly tokenRefusals: number;
  /** Credit refusals in a row; the cooldown doubles with each, up to an hour. */
  readonly creditRefusals: number;
}

/** An account that nothing is known against. */
export const GOOD_HEALTH: AccountHealth = {
  needsLogin: null,
  cooldowns: [],
  throttle: null,
  ejection: null,
  reopened: null,
  failureStreak: 0,
  ejectionCount: 0,
  tokenRefusals: 0,
  creditRefusals: 0,
};
