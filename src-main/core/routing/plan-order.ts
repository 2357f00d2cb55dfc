/**
 * The one place that says in which order candidates are asked: the session's own account, then those that may
 * serve in the order of the strategy, then the deferred ones, the least bad first. Failover takes the first
 * choice that it has not tried; an explanation takes all of them.
 */
import { assertNever } from '../../../src-shared/lib/assert-never.ts';
import type { DeferredReason } from '../../../src-shared/model/routing-reason.ts';
import type { Strategy } from '../settings/settings.ts';
import type { Candidate, Choice } from './candidate.ts';
import type { CandidatePool } from './candidate-pool.ts';
import { isFull, rampingReason } from './eligibility.ts';
import type { Standing } from './standing.ts';
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

/** Every candidate that may be asked, once each, in the order in which to ask. */
export function* planOrder(input: PlanInput): Iterable<Choice> {
  const standing = input.pool.standing(input.family, input.now);
  const home = homeOf(standing, input);
  if (home !== null) {
    yield { account: home.account, model: home.model, reason: { kind: 'session-affinity' } };
  }
  for (const choice of strategyOf(input.strategy)(openCandidates(standing, input), input)) {
    if (choice.account !== home?.account) yield choice;
  }
  for (const { candidate, reason } of deferredCandidates(standing, input)) {
    if (candidate !== home) yield { account: candidate.account, model: candidate.model, reason };
  }
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

/** The candidate where the session's prompt cache lives, if it may be asked first: a ramp is no reason to move a session. */
function homeOf(standing: Standing, { pool, homeId, usage }: PlanInput): Candidate | null {
  const home = homeId === null ? undefined : pool.find(homeId);
  if (home === undefined || !standing.open.has(home)) return null;
  return isFullNow(home, usage) ? null : home;
}

function* openCandidates(standing: Standing, input: PlanInput): Iterable<Candidate> {
  for (const candidate of standing.open) {
    if (!isFullNow(candidate, input.usage) && rampOf(candidate, input) === null) yield candidate;
  }
}

/** The ramping first: nothing is wrong with them. */
function* deferredCandidates(
  standing: Standing,
  input: PlanInput,
): Iterable<{ readonly candidate: Candidate; readonly reason: DeferredReason }> {
  for (const candidate of standing.open) {
    const reason = isFullNow(candidate, input.usage) ? null : rampOf(candidate, input);
    if (reason !== null) yield { candidate, reason };
  }
  for (const deferred of standing.deferred) {
    if (!isFullNow(deferred.candidate, input.usage)) yield deferred;
  }
}

function isFullNow({ account }: Candidate, usage: PlanInput['usage']): boolean {
  return account.entry.maxConcurrentRequests !== null && isFull(account, usage.openRequests(account.id));
}

function rampOf({ account, family }: Candidate, input: PlanInput): DeferredReason | null {
  if (account.health.reopened === null) return null;
  const open = input.usage.openRequests(account.id);
  return rampingReason(account, family ?? input.family, open, input.now);
}
