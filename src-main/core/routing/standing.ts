import type { PassedOver } from '../../../src-shared/model/request-facts.ts';
import type { DeferredReason } from '../../../src-shared/model/routing-reason.ts';
import type { Candidate } from './candidate.ts';
import { closedReason, deferredReason, isClosed, nextChange } from './eligibility.ts';

/**
 * Who of a pool's candidates may serve one model family, by everything but counts of the moment. It holds from
 * `from` until before `until` (ms since the epoch).
 */
export interface Standing {
  readonly from: number;
  readonly until: number;
  /** Those that may serve, in the user's order. */
  readonly open: ReadonlySet<Candidate>;
  /** Those that are asked when nobody better is left, the least bad first. */
  readonly deferred: readonly { readonly candidate: Candidate; readonly reason: DeferredReason }[];
  /** Those that are not asked, in the user's order; made when somebody wants to read it, then the same for all. */
  readonly closed: readonly PassedOver[];
}

/** Sorts the candidates into who may serve at `now`, who comes after the others, and who is left out. */
export function takeStanding(candidates: readonly Candidate[], family: string | null, now: number): Standing {
  const open = new Set<Candidate>();
  const deferred: { readonly candidate: Candidate; readonly reason: DeferredReason }[] = [];
  const shut: Candidate[] = [];
  let until = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const { account } = candidate;
    until = Math.min(until, nextChange(account, now));
    if (isClosed(account, candidate.family ?? family, now)) {
      shut.push(candidate);
      continue;
    }
    const reason = deferredReason(account, now);
    if (reason === null) open.add(candidate);
    else deferred.push({ candidate, reason });
  }
  deferred.sort((a, b) => severity(a.reason) - severity(b.reason) || a.reason.until - b.reason.until);
  let closed: readonly PassedOver[] | null = null;
  return {
    from: now,
    until,
    open,
    deferred,
    get closed() {
      closed ??= shut.map(({ account, family: own }) => ({
        accountId: account.id,
        reason: closedReason(account, own ?? family, now)!,
      }));
      return closed;
    },
  };
}

/** A throttle is a matter of seconds, an ejection a series of failures: the first is the lesser evil, then who is free sooner. */
function severity(reason: DeferredReason): number {
  return reason.kind === 'throttled' ? 0 : 1;
}
