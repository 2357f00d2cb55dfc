import type { AccountSnapshot } from '../../../src-shared/model/account.ts';
import type { RequestFacts } from '../../../src-shared/model/request-facts.ts';
import type { StrategyName } from '../../../src-shared/model/snapshot.ts';
import type { NamedAccount } from './notification.ts';

/** What the rules look at: the state of all accounts, and who has answered since the last look. */
export interface Observation {
  /** ms since the epoch. */
  readonly now: number;
  readonly strategy: StrategyName;
  /** In the user's order. */
  readonly accounts: readonly AccountSnapshot[];
  readonly served: readonly Served[];
}

/** A request that an account answered. */
export interface Served {
  readonly accountId: string;
  /** Candidates that were asked in vain, or not at all. */
  readonly without: readonly string[];
}

/** Who answered a request, or null where nobody did. */
export function servedBy(facts: RequestFacts): Served | null {
  const { accountId, outcome, attempts, passedOver } = facts;
  if (accountId === null || outcome !== 'succeeded') return null;
  const others = [...attempts, ...passedOver].map((one) => one.accountId);
  return { accountId, without: others.filter((id) => id !== accountId) };
}

/** The accounts that their user wants to serve. */
export function wantedAccounts({ accounts }: Observation): readonly AccountSnapshot[] {
  return accounts.filter(({ state }) => state !== 'disabled');
}

export function named({ id, name }: AccountSnapshot): NamedAccount {
  return { id, name };
}
