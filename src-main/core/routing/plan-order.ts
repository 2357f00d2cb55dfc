/**
 * The one place that says in which order candidates are asked: the session's own account, then those that may
 * serve in the order of the strategy, then the deferred ones, the least bad first. Failover takes the first
 * choice that it has not tried; an explanation takes all of them.
 */
import { assertNever } from '../../../src-shared/lib/assert-never.ts';
import type { DeferredReason } from '../../../src-shared/model/routing-reason.ts';
import type { Strategy } from '../settings/settings.ts';
import type { Candidate, CandidatePool, Choice } from './candidate.ts';
import { deferredReason, isClosed, isDeferred } from './eligibility.ts';
import { leastUsed } from './strategies/least-used.ts';
import { priority } from './strategies/priority.ts';
import { roundRobin } from './strategies/round-robin.ts';
import { soonestReset } from './strategies/soonest-reset.ts';
import type { OrderCandidates, StrategyContext } from './strategies/strategy.ts';

export interface PlanInput extends StrategyContext {
  readonly pool: CandidatePool;
  readonly strategy: Strategy;
  /** Family of the request's model; null where it names none. */
  readonly family: string | null;
  /** The account that the session belongs to, or null. */
  readonly homeId: string | null;
}

/** Every candidate that is not closed, once each, in the order in which to ask. */
export function* planOrder(input: PlanInput): Iterable<Choice> {
  const home = input.homeId === null ? undefined : input.pool.byAccountId.get(input.homeId);
  const homeServes = home !== undefined && isOpen(home, input);
  if (homeServes) {
    yield { account: home.account, model: home.model, reason: { kind: 'session-affinity' } };
  }
  for (const choice of strategyOf(input.strategy)(openCandidates(input), input)) {
    if (!homeServes || choice.account !== home.account) yield choice;
  }
  yield* deferredChoices(input);
}

function strategyOf(strategy: Strategy): OrderCandidates {
  switch (strategy) {
    case 'priority':
      return priority;
    case 'round_robin':
      return roundRobin;
    case 'least_used':
      return leastUsed;
    case 'soonest_reset':
      return soonestReset;
    default:
      return assertNever(strategy);
  }
}

function* openCandidates(input: PlanInput): Iterable<Candidate> {
  for (const candidate of input.pool.candidates) {
    if (isOpen(candidate, input)) yield candidate;
  }
}

function isOpen(candidate: Candidate, { family, now }: PlanInput): boolean {
  return !isClosed(candidate.account, candidate.family ?? family, now) && !isDeferred(candidate.account, now);
}

/** A throttle is a matter of seconds, an ejection a series of failures: the first is the lesser evil, then who is free sooner. */
function deferredChoices({ pool, family, now }: PlanInput): readonly Choice[] {
  const deferred: { readonly choice: Choice; readonly reason: DeferredReason }[] = [];
  for (const candidate of pool.candidates) {
    const { account, model } = candidate;
    if (isClosed(account, candidate.family ?? family, now)) continue;
    const reason = deferredReason(account, now);
    if (reason !== null) deferred.push({ choice: { account, model, reason }, reason });
  }
  return deferred
    .sort((a, b) => severity(a.reason) - severity(b.reason) || a.reason.until - b.reason.until)
    .map(({ choice }) => choice);
}

function severity(reason: DeferredReason): number {
  return reason.kind === 'throttled' ? 0 : 1;
}
