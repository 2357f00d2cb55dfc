import type { QuotaWindow } from '../../../../src-shared/model/quota-window.ts';
import type { Candidate, Choice } from '../candidate.ts';

/** What is known about how much the accounts have been used. */
export interface AccountUsage {
  windows(accountId: string): readonly QuotaWindow[];
  requestsLastFiveHours(accountId: string, now: number): number;
  /** Proxied requests in flight; asked only about accounts with a limit of their own, or that have just reopened. */
  openRequests(accountId: string): number;
}

export interface StrategyContext {
  /** ms since the epoch. */
  readonly now: number;
  /** How many sessions began before this one; only round-robin reads it. */
  readonly turn: number;
  readonly usage: AccountUsage;
}

/**
 * Orders the candidates that may serve now, which come in the user's order; each comes out once. Nothing is
 * computed before the first choice is asked for.
 */
export type OrderCandidates = (open: Iterable<Candidate>, context: StrategyContext) => Iterable<Choice>;
