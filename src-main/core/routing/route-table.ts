/**
 * Model routes, compiled once per settings: which route serves a model, and which accounts its candidates are. A
 * model without a route, and a request without a model, uses all accounts in order.
 */
import { matchesLowered, mostSpecificFirst } from '../../../src-shared/lib/glob.ts';
import type { Account } from '../accounts/account.ts';
import { modelFamily } from '../providers/model-family.ts';
import type { ModelRouteSettings, Strategy } from '../settings/settings.ts';
import type { Candidate, CandidatePool, Choice } from './candidate.ts';

/** A way from a model to accounts; `pattern` is null for the way that every model without a route takes. */
export interface Route {
  readonly pattern: string | null;
  /** null = the strategy of the settings. */
  readonly strategy: Strategy | null;
  /** The candidates among `accounts`; the result is kept until another list is asked about. */
  pool(accounts: readonly Account[]): CandidatePool;
}

export interface RouteTable {
  readonly everyAccount: Route;
  /** The most specific route that matches; where none is more specific, the first of the file. */
  routeFor(model: string | null): Route;
}

/** Compiles the routes of the settings. */
export function compileRouteTable(modelRoutes: readonly ModelRouteSettings[]): RouteTable {
  const routes = mostSpecificFirst(modelRoutes, ({ pattern }) => pattern).map((route) => ({
    pattern: route.pattern.toLowerCase(),
    route: createRoute(route.pattern, route.strategy, (accounts) => resolveRoute(route, accounts)),
  }));
  const everyAccount = createRoute(null, null, (accounts) =>
    accounts.map((account) => ({ account, model: null })),
  );
  return {
    everyAccount,
    routeFor(model) {
      if (model === null || routes.length === 0) return everyAccount;
      const name = model.toLowerCase();
      return routes.find(({ pattern }) => matchesLowered(pattern, name))?.route ?? everyAccount;
    },
  };
}

interface Lead {
  readonly account: Account;
  readonly model: string | null;
}

function createRoute(
  pattern: string | null,
  strategy: Strategy | null,
  resolve: (accounts: readonly Account[]) => readonly Lead[],
): Route {
  let resolvedFor: readonly Account[] | null = null;
  let pool: CandidatePool = { candidates: [], byAccountId: new Map() };
  return {
    pattern,
    strategy,
    pool(accounts) {
      if (accounts !== resolvedFor) {
        pool = createPool(resolve(accounts));
        resolvedFor = accounts;
      }
      return pool;
    },
  };
}

/** Each account once: where a route names it again, its first place and model name count. */
function createPool(leads: readonly Lead[]): CandidatePool {
  const byAccountId = new Map<string, Candidate>();
  for (const { account, model } of leads) {
    if (byAccountId.has(account.id)) continue;
    const place = byAccountId.size + 1;
    const family = model === null ? null : modelFamily(model);
    const inOrder: Choice = { account, model, reason: { kind: 'in-order', place } };
    byAccountId.set(account.id, { account, model, place, family, inOrder });
  }
  return { candidates: [...byAccountId.values()], byAccountId };
}

function resolveRoute(route: ModelRouteSettings, accounts: readonly Account[]): readonly Lead[] {
  return route.candidates
    .toSorted((a, b) => a.priority - b.priority)
    .flatMap(({ provider, accountEmail, model }) =>
      accountsOf(provider, accountEmail, accounts).map((account) => ({ account, model })),
    );
}

/**
 * The accounts that a candidate names: with an email the one with provider and email; without, those of the
 * provider's entry without email, else the first of that name.
 */
function accountsOf(
  provider: string,
  email: string | null,
  accounts: readonly Account[],
): readonly Account[] {
  const named = accounts.filter((account) => account.entry.name === provider);
  if (email !== null) return named.filter((account) => account.email?.toLowerCase() === email.toLowerCase());
  const withoutEmail = named.filter((account) => account.entry.accountEmail === null);
  return withoutEmail.length > 0 ? withoutEmail : named.slice(0, 1);
}
