/**
 * Model routes, compiled once per settings: which route serves a model, and which accounts its candidates are. A
 * model without a route, and a request without a model, uses all accounts in order.
 */
import { matchesLowered, mostSpecificFirst } from '../../../src-shared/lib/glob.ts';
import type { Account } from '../accounts/account.ts';
import { modelFamily } from '../providers/model-family.ts';
import type { ModelRouteSettings, Strategy } from '../settings/settings.ts';
import type { CandidatePool } from './candidate-pool.ts';
import { type Leads, NO_LEADS, poolOf, Roster } from './leads.ts';

/** A way from a model to accounts; `pattern` is null for the way that every model without a route takes. */
export interface Route {
  readonly pattern: string | null;
  /** null = the strategy of the settings. */
  readonly strategy: Strategy | null;
  /** The candidates among `accounts`; the result is kept until another list is asked about. */
  pool(accounts: readonly Account[]): CandidatePool;
}

/** What a model name decides. */
export interface ModelWay {
  readonly route: Route;
  /** Family of the model; null where the request names none. */
  readonly family: string | null;
}

export interface RouteTable {
  readonly everyAccount: Route;
  /** The most specific route that matches (where none is more specific, the first of the file), and the model's family. */
  wayOf(model: string | null): ModelWay;
}

/** Model names whose way is remembered; clients choose them, so there is a limit. */
const MAX_KNOWN_MODELS = 500;

/** Compiles the routes of the settings. */
export function compileRouteTable(modelRoutes: readonly ModelRouteSettings[]): RouteTable {
  const roster = new Roster();
  const routes = mostSpecificFirst(modelRoutes, ({ pattern }) => pattern).map((route) => ({
    pattern: route.pattern.toLowerCase(),
    route: createRoute(route.pattern, route.strategy, roster, () => roster.leadsOf(route)),
  }));
  const everyAccount = createRoute(null, null, roster, () => roster.everybody());
  const withoutModel: ModelWay = { route: everyAccount, family: null };
  const known = new Map<string, ModelWay>();

  const findWay = (model: string): ModelWay => {
    const name = model.toLowerCase();
    const route = routes.find(({ pattern }) => matchesLowered(pattern, name))?.route ?? everyAccount;
    return { route, family: modelFamily(model) };
  };
  return {
    everyAccount,
    wayOf(model) {
      if (model === null) return withoutModel;
      let way = known.get(model);
      if (way === undefined) {
        way = findWay(model);
        if (known.size >= MAX_KNOWN_MODELS) known.clear();
        known.set(model, way);
      }
      return way;
    },
  };
}

function createRoute(
  pattern: string | null,
  strategy: Strategy | null,
  roster: Roster,
  resolve: () => Leads,
): Route {
  let resolvedFor = -1;
  let leads = NO_LEADS;
  let pooledFor: readonly Account[] | null = null;
  let pool = poolOf(NO_LEADS, [], null);
  return {
    pattern,
    strategy,
    pool(accounts) {
      if (accounts === pooledFor) return pool;
      const version = roster.read(accounts);
      const sameLeads = version === resolvedFor;
      if (!sameLeads) {
        leads = resolve();
        resolvedFor = version;
      }
      pool = poolOf(leads, accounts, sameLeads ? pool : null);
      pooledFor = accounts;
      return pool;
    },
  };
}
