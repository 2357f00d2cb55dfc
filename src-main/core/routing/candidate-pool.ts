import type { BoundKey } from './bound-key.ts';
import type { Candidate } from './candidate.ts';
import { type Standing, takeStanding } from './standing.ts';

/**
 * A route's candidates for one list of accounts, each account once, in the user's order. Who of them may serve is
 * worked out once and holds until time or a change of the accounts alters it, so that a request looks at the few
 * that it asks and not at the whole fleet.
 */
export class CandidatePool {
  readonly candidates: readonly Candidate[];
  /** Candidates of the route that the client key does not lead to. */
  readonly walledOff: readonly Candidate[];
  /** True where the user limits the requests of a candidate: then who is full has to be looked at each time. */
  readonly isLimited: boolean;
  readonly #find: (accountId: string) => Candidate | undefined;
  readonly #standings = new Map<string | null, Standing>();
  #behindKeys: WeakMap<BoundKey, CandidatePool> | null = null;

  constructor(
    candidates: readonly Candidate[],
    find: (accountId: string) => Candidate | undefined,
    walledOff: readonly Candidate[] = [],
  ) {
    this.candidates = candidates;
    this.walledOff = walledOff;
    this.isLimited = candidates.some(({ account }) => account.entry.maxConcurrentRequests !== null);
    this.#find = find;
  }

  /** The candidate with this account, or undefined. */
  find(accountId: string): Candidate | undefined {
    return this.#find(accountId);
  }

  /** Who may serve a model of `family` (null = no model) at `now`, in ms since the epoch. */
  standing(family: string | null, now: number): Standing {
    const known = this.#standings.get(family);
    // A clock that was set back may lie before `from`: what was true later says nothing then.
    if (known !== undefined && known.from <= now && now < known.until) return known;
    const standing = takeStanding(this.candidates, family, now);
    this.#standings.set(family, standing);
    return standing;
  }

  /** The part of this pool that `key` leads to. */
  behind(key: BoundKey | null): CandidatePool {
    if (key === null) return this;
    this.#behindKeys ??= new WeakMap();
    let pool = this.#behindKeys.get(key);
    if (pool === undefined) {
      const within = ({ account }: Candidate) => key.accountIds.has(account.id);
      pool = new CandidatePool(
        this.candidates.filter(within),
        (accountId) => (key.accountIds.has(accountId) ? this.#find(accountId) : undefined),
        this.candidates.filter((candidate) => !within(candidate)),
      );
      this.#behindKeys.set(key, pool);
    }
    return pool;
  }
}
