/**
 * The column "effect on the account" of the outcome table: one answer and the health before it give the health
 * after it. Where an outcome changes nothing, the same object comes back.
 */
import { assertNever } from '../../../src-shared/lib/assert-never.ts';
import type { CooldownCause } from '../../../src-shared/model/routing-reason.ts';
import type { AttemptOutcome } from '../providers/attempt-outcome.ts';
import type { PathKind } from '../providers/path-kind.ts';
import type { AccountHealth, Cooldown } from './account-health.ts';
import { expire } from './health-expiry.ts';

export interface OutcomeContext {
  /** ms since the epoch. */
  readonly now: number;
  /** Base cooldown where the upstream stated no usable end, in ms. */
  readonly failureTimeoutMs: number;
  readonly pathKind: PathKind;
  /** What a refusal of the credential means: it may be stale, it had just been refreshed, or it cannot be refreshed. */
  readonly credential: 'refreshable' | 'refreshed' | 'fixed';
}

const MINUTE_MS = 60_000;

/** Longest cooldown, in ms: a weekly window, and a day for a clock that is wrong. */
export const MAX_COOLDOWN_MS = 8 * 24 * 60 * MINUTE_MS;
/** A throttle that names no end, in ms. */
export const DEFAULT_THROTTLE_MS = 5_000;
/** Longest throttle, in ms, whatever `Retry-After` says: nobody knows that it is the account's fault. */
export const MAX_THROTTLE_MS = 30_000;
/** Upstream failures in a row before an account is moved behind the others. */
export const FAILURES_BEFORE_EJECTION = 5;
/** First cooldown after a fresh token was refused, in ms. */
export const TOKEN_REFUSED_MS = 5 * MINUTE_MS;
/** Longest cooldown that grows with repetition (ejection, refused token, no credit), in ms. */
export const MAX_GROWN_COOLDOWN_MS = 60 * MINUTE_MS;
/** Cooldowns remembered per account; an upstream that invents window names cannot fill the memory. */
const MAX_COOLDOWNS = 16;

/** The health of an account after an attempt at it came to `outcome`. */
export function reduceHealth(
  before: AccountHealth,
  outcome: AttemptOutcome,
  context: OutcomeContext,
): AccountHealth {
  const health = expire(before, context.now);
  switch (outcome.kind) {
    case 'succeeded':
      return afterSuccess(health);
    case 'quota-rejected':
      return afterQuotaRejection(health, outcome, context);
    case 'throttled':
      return context.pathKind === 'messages'
        ? afterThrottle(health, outcome.retryAfterMs, context.now)
        : health;
    case 'unauthorized':
      return afterRefusedCredential(health, outcome.status, context);
    case 'out-of-credit':
      return afterCreditRefusal(health, outcome.status, context);
    case 'upstream-failed':
      return afterUpstreamFailure(health, context);
    case 'overloaded':
    case 'forbidden':
    case 'rejected':
    case 'blocked':
    case 'local-origin-failed':
    case 'client-aborted':
      return health;
    default:
      return assertNever(outcome);
  }
}

/**
 * A good answer ends the streaks and an ejection. It ends no cooldown: a closed account is not asked, so the
 * answer belongs to a request that was on its way before, and proves nothing about the window that is spent now.
 */
function afterSuccess(health: AccountHealth): AccountHealth {
  const { failureStreak, ejectionCount, ejection, tokenRefusals, creditRefusals } = health;
  const tokenStreak = inForce(health, 'token-refused') ? tokenRefusals : 0;
  const creditStreak = inForce(health, 'out-of-credit') ? creditRefusals : 0;
  const unchanged =
    failureStreak === 0 &&
    ejectionCount === 0 &&
    ejection === null &&
    tokenStreak === tokenRefusals &&
    creditStreak === creditRefusals;
  if (unchanged) return health;
  return {
    ...health,
    failureStreak: 0,
    ejectionCount: 0,
    ejection: null,
    tokenRefusals: tokenStreak,
    creditRefusals: creditStreak,
  };
}

function afterQuotaRejection(
  health: AccountHealth,
  { claim, scope, resetsAt }: Extract<AttemptOutcome, { kind: 'quota-rejected' }>,
  { now, failureTimeoutMs }: OutcomeContext,
): AccountHealth {
  const statedMs = resetsAt === null ? 0 : resetsAt - now;
  const lengthMs = Math.min(statedMs > 0 ? statedMs : failureTimeoutMs, MAX_COOLDOWN_MS);
  return withCooldown(health, { cause: { kind: 'quota', claim }, scope, since: now, until: now + lengthMs });
}

function afterThrottle(health: AccountHealth, retryAfterMs: number | null, now: number): AccountHealth {
  const until = now + Math.min(retryAfterMs ?? DEFAULT_THROTTLE_MS, MAX_THROTTLE_MS);
  if (until <= now || (health.throttle !== null && health.throttle.until >= until)) return health;
  return { ...health, throttle: { since: now, until } };
}

/** A refusal by a token that a refresh may mend is no news about the account; the refresh decides. */
function afterRefusedCredential(
  health: AccountHealth,
  status: number,
  context: OutcomeContext,
): AccountHealth {
  const { now } = context;
  if (context.credential === 'refreshable') return health;
  if (context.credential === 'fixed') {
    return health.needsLogin ? health : { ...health, needsLogin: { cause: 'key-refused', since: now } };
  }
  // Requests that were on their way together are refused together: they count as one refusal.
  if (inForce(health, 'token-refused')) return health;
  const lengthMs = grownMs(TOKEN_REFUSED_MS, health.tokenRefusals);
  return {
    ...withCooldown(health, accountCooldown({ kind: 'token-refused', status }, now, lengthMs)),
    tokenRefusals: health.tokenRefusals + 1,
  };
}

function afterCreditRefusal(
  health: AccountHealth,
  status: number,
  { now, failureTimeoutMs }: OutcomeContext,
): AccountHealth {
  if (inForce(health, 'out-of-credit')) return health;
  const lengthMs = grownMs(failureTimeoutMs, health.creditRefusals);
  return {
    ...withCooldown(health, accountCooldown({ kind: 'out-of-credit', status }, now, lengthMs)),
    creditRefusals: health.creditRefusals + 1,
  };
}

/**
 * The streak outlives an ejection, so that one failure of the first request after it is enough for the next,
 * longer one. Failures during an ejection (on their way before, or asked as the last resort) do not lengthen it.
 */
function afterUpstreamFailure(
  health: AccountHealth,
  { now, failureTimeoutMs }: OutcomeContext,
): AccountHealth {
  const failureStreak = health.failureStreak + 1;
  if (health.ejection || failureStreak < FAILURES_BEFORE_EJECTION) return { ...health, failureStreak };
  const until = now + grownMs(failureTimeoutMs, health.ejectionCount);
  return {
    ...health,
    failureStreak,
    ejection: { failures: failureStreak, since: now, until },
    ejectionCount: health.ejectionCount + 1,
  };
}

/** `baseMs`, doubled `times` times, at most an hour. */
function grownMs(baseMs: number, times: number): number {
  return Math.min(baseMs * 2 ** Math.min(times, 30), MAX_GROWN_COOLDOWN_MS);
}

function accountCooldown(cause: CooldownCause, now: number, lengthMs: number): Cooldown {
  return { cause, scope: { kind: 'account' }, since: now, until: now + lengthMs };
}

function inForce(health: AccountHealth, kind: CooldownCause['kind']): boolean {
  return health.cooldowns.some((cooldown) => cooldown.cause.kind === kind);
}

/** Adds a cooldown; what was known about the same window before gives way to the newer statement. */
function withCooldown(health: AccountHealth, added: Cooldown): AccountHealth {
  const same = health.cooldowns.find((cooldown) => isSameLimit(cooldown, added));
  if (same?.until === added.until) return health;
  const others = health.cooldowns.filter((cooldown) => cooldown !== same);
  return { ...health, cooldowns: [...others, added].slice(-MAX_COOLDOWNS) };
}

function isSameLimit(a: Cooldown, b: Cooldown): boolean {
  const claimA = a.cause.kind === 'quota' ? a.cause.claim : null;
  const claimB = b.cause.kind === 'quota' ? b.cause.claim : null;
  const familyA = a.scope.kind === 'model-family' ? a.scope.family : null;
  const familyB = b.scope.kind === 'model-family' ? b.scope.family : null;
  return a.cause.kind === b.cause.kind && claimA === claimB && familyA === familyB;
}
