/**
 * What follows an attempt that has not been committed: the right-hand column of the outcome table, as one pure
 * function. It sees what this request has tried so far and nothing else.
 */
import { assertNever } from '../../../src-shared/lib/assert-never.ts';
import type { AttemptOutcome } from '../providers/attempt-outcome.ts';
import type { PathKind } from '../providers/path-kind.ts';

/** One attempt of this request. */
export interface TriedAttempt {
  readonly accountId: string;
  /** The account's `base_url`: accounts behind one address share the provider's troubles. */
  readonly upstream: string;
  readonly outcome: AttemptOutcome;
}

export interface FailoverContext {
  readonly pathKind: PathKind;
  /** All attempts of this request, the one in question last. */
  readonly tried: readonly TriedAttempt[];
  /** True where this session already has answers from the account, so that its prompt cache lives there. */
  readonly sessionLivesHere: boolean;
  /** True where the account's token can be refreshed and this request has not done so yet. */
  readonly canRenew: boolean;
  /** How many accounts may be asked when an answer leaves open whether the work was billed. */
  readonly maxAmbiguousAttempts: number;
}

/** What to do when no further candidate is left. */
export type WithoutCandidate = 'relay' | 'explain-exhaustion' | 'retry-same';

export type NextStep =
  /** Give this answer, or an own one where none came, to the client. */
  | { readonly kind: 'relay' }
  /** Refresh the token once and ask the same account again. */
  | { readonly kind: 'renew' }
  /** Ask the same account again after a pause, in ms. */
  | { readonly kind: 'wait'; readonly delayMs: number }
  /** Ask another account, where named only one that does not live at `notAt`. */
  | { readonly kind: 'next'; readonly notAt: string | null; readonly without: WithoutCandidate };

/** Longest pause that is worth keeping a session's prompt cache for, in ms. */
export const MAX_WAIT_FOR_CACHE_MS = 3_000;
/** Pause before the one repetition at an overloaded upstream, in ms, plus up to half of it as jitter. */
export const OVERLOAD_BACKOFF_MS = 1_000;

const RELAY: NextStep = { kind: 'relay' };
const NEXT: NextStep = { kind: 'next', notAt: null, without: 'relay' };

/** The next step after the last of `context.tried`. */
export function nextStep(context: FailoverContext): NextStep {
  const last = context.tried.at(-1)!;
  if (context.pathKind === 'other')
    return last.outcome.kind === 'unauthorized' && context.canRenew ? { kind: 'renew' } : RELAY;
  const { outcome } = last;
  switch (outcome.kind) {
    case 'succeeded':
    case 'rejected':
    case 'blocked':
    case 'client-aborted':
      return RELAY;
    case 'quota-rejected':
      return { kind: 'next', notAt: null, without: 'explain-exhaustion' };
    case 'out-of-credit':
      return NEXT;
    case 'unauthorized':
      // The account is closed by now, and the sentence about it helps more than the upstream's.
      return context.canRenew
        ? { kind: 'renew' }
        : { kind: 'next', notAt: null, without: 'explain-exhaustion' };
    case 'forbidden':
      return countOf(context, 'forbidden') < 2 ? NEXT : RELAY;
    case 'throttled':
      return afterThrottle(context, outcome.retryAfterMs);
    case 'overloaded':
      return afterOverload(context, last);
    case 'upstream-failed':
      return countOf(context, 'upstream-failed') < context.maxAmbiguousAttempts ? NEXT : RELAY;
    case 'local-origin-failed':
      return NEXT;
    default:
      return assertNever(outcome);
  }
}

/**
 * A throttle is often no fault of the account, so it must not drag a burst through the fleet: one other account at
 * the most. Where the session's prompt cache lives here and the pause is short, waiting is cheaper than moving.
 */
function afterThrottle(context: FailoverContext, retryAfterMs: number | null): NextStep {
  const count = countOf(context, 'throttled');
  if (count > 1) return RELAY;
  if (context.sessionLivesHere && retryAfterMs !== null && retryAfterMs <= MAX_WAIT_FOR_CACHE_MS) {
    return { kind: 'wait', delayMs: retryAfterMs };
  }
  return NEXT;
}

/** Overload is the provider's: another account of the same provider would only add to it. */
function afterOverload(context: FailoverContext, last: TriedAttempt): NextStep {
  if (countOf(context, 'overloaded') > 1) return RELAY;
  return { kind: 'next', notAt: last.upstream, without: 'retry-same' };
}

/** The pause before the repetition that `retry-same` asks for, in ms. */
export function overloadBackoffMs(jitter: number): number {
  return OVERLOAD_BACKOFF_MS * (1 + jitter / 2);
}

function countOf(context: FailoverContext, kind: AttemptOutcome['kind']): number {
  return context.tried.reduce((count, attempt) => count + (attempt.outcome.kind === kind ? 1 : 0), 0);
}
