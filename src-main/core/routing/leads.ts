/**
 * From the names in the settings to accounts. Whom a name means changes only with the settings and the sign-ins,
 * while health changes with every failure, so both are kept apart: names are looked up once per change of the
 * first kind, and a change of health replaces one candidate.
 */
import type { Account } from '../accounts/account.ts';
import { modelFamily } from '../providers/model-family.ts';
import type { ModelRouteSettings } from '../settings/settings.ts';
import type { Candidate } from './candidate.ts';
import { CandidatePool } from './candidate-pool.ts';

/** One candidate of a route: which account of the list, under which model name. */
export interface Lead {
  /** Index in the list of accounts. */
  readonly at: number;
  readonly model: string | null;
}

/** A route's leads, each account once, and where in the list an account stands. */
export interface Leads {
  readonly list: readonly Lead[];
  readonly indexById: ReadonlyMap<string, number>;
}

export const NO_LEADS: Leads = { list: [], indexById: new Map() };

/** The accounts by the names that routes use. */
export class Roster {
  #accounts: readonly Account[] = [];
  #version = 0;
  #byName: ReadonlyMap<string, readonly number[]> | null = null;
  #byEmail: ReadonlyMap<string, readonly number[]> = new Map();

  /** Takes the list of the moment; the number that comes back changes when names may mean others than before. */
  read(accounts: readonly Account[]): number {
    if (accounts !== this.#accounts) {
      if (!namesAlike(accounts, this.#accounts)) {
        this.#version++;
        this.#byName = null;
      }
      this.#accounts = accounts;
    }
    return this.#version;
  }

  /** All accounts in the user's order. */
  everybody(): Leads {
    return this.#leads(this.#accounts.map((_, at) => ({ at, model: null })));
  }

  /** The candidates of a route in the order of their priority. An account that is named again keeps its first place. */
  leadsOf(route: ModelRouteSettings): Leads {
    const first = new Map<number, Lead>();
    for (const { provider, accountEmail, model } of route.candidates.toSorted(byPriority)) {
      for (const at of this.#named(provider, accountEmail)) if (!first.has(at)) first.set(at, { at, model });
    }
    return this.#leads([...first.values()]);
  }

  /**
   * The accounts that a candidate names: with an email those with provider and email; without, those of the
   * provider's entry without email, else the first of that name.
   */
  #named(provider: string, email: string | null): readonly number[] {
    if (this.#byName === null) this.#index();
    if (email !== null) return this.#byEmail.get(emailKey(provider, email)) ?? [];
    const named = this.#byName?.get(provider) ?? [];
    const withoutEmail = named.filter((at) => this.#accounts[at]!.entry.accountEmail === null);
    return withoutEmail.length > 0 ? withoutEmail : named.slice(0, 1);
  }

  #leads(list: readonly Lead[]): Leads {
    return { list, indexById: new Map(list.map(({ at }, index) => [this.#accounts[at]!.id, index])) };
  }

  #index(): void {
    const indices = this.#accounts.map((_, at) => at);
    this.#byName = Map.groupBy(indices, (at) => this.#accounts[at]!.entry.name);
    this.#byEmail = Map.groupBy(indices, (at) => {
      const { entry, email } = this.#accounts[at]!;
      return emailKey(entry.name, email ?? '');
    });
  }
}

/** The pool of these leads; candidates of `before`, a pool of the same leads, are taken over where the account is the same. */
export function poolOf(
  { list, indexById }: Leads,
  accounts: readonly Account[],
  before: CandidatePool | null,
): CandidatePool {
  const candidates = list.map(({ at, model }, index): Candidate => {
    const account = accounts[at]!;
    const known = before?.candidates[index];
    return known?.account === account ? known : candidateOf(account, model, index + 1);
  });
  return new CandidatePool(candidates, (accountId) => {
    const index = indexById.get(accountId);
    return index === undefined ? undefined : candidates[index];
  });
}

function byPriority(a: { readonly priority: number }, b: { readonly priority: number }): number {
  return a.priority - b.priority;
}

function candidateOf(account: Account, model: string | null, place: number): Candidate {
  const family = model === null ? null : modelFamily(model);
  return { account, model, place, family, inOrder: { account, model, reason: { kind: 'in-order', place } } };
}

function namesAlike(a: readonly Account[], b: readonly Account[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ id, entry, email }, index) => {
      const other = b[index]!;
      return id === other.id && entry === other.entry && email === other.email;
    })
  );
}

function emailKey(provider: string, email: string): string {
  return `${provider}\u0000${email.toLowerCase()}`;
}
