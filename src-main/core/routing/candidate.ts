import type { RoutingReason } from '../../../src-shared/model/routing-reason.ts';
import type { Account } from '../accounts/account.ts';

/** An account to ask, under which model name, and why it stands where it stands. */
export interface Choice {
  readonly account: Account;
  /** The name to send where the route renames the model; null leaves it as the client sent it. */
  readonly model: string | null;
  readonly reason: RoutingReason;
}

/** An account that a route leads to. */
export interface Candidate {
  readonly account: Account;
  readonly model: string | null;
  /** Place in the route's order, from 1. */
  readonly place: number;
  /** Family of the renamed model; null where the request's own model is sent. */
  readonly family: string | null;
  /** The choice of this candidate by the user's order, made once for all requests. */
  readonly inOrder: Choice;
}
