/**
 * Chooses accounts for requests from what it is given: settings, the list of accounts, and how much they have been
 * used. It keeps nothing but which session belongs to which account and whose turn it is.
 */
import type { PlanEntry, RoutingPlan } from '../../../src-shared/model/routing-reason.ts';
import type { Account } from '../accounts/account.ts';
import { modelFamily } from '../providers/model-family.ts';
import type { PathKind } from '../providers/path-kind.ts';
import type { Settings, Strategy } from '../settings/settings.ts';
import type { Choice } from './candidate.ts';
import { askedEntry, passedOverEntries } from './plan-entry.ts';
import { type PlanInput, planOrder } from './plan-order.ts';
import { compileRouteTable, type Route, type RouteTable } from './route-table.ts';
import { SessionAffinity } from './session-affinity.ts';
import { SessionTurns } from './session-turns.ts';
import type { AccountUsage } from './strategies/strategy.ts';

export type { Choice } from './candidate.ts';

export interface RoutedRequest {
  readonly model: string | null;
  readonly sessionId: string | null;
  readonly pathKind: PathKind;
  /** ms since the epoch. */
  readonly now: number;
}

/** The way of one request through its candidates. */
export interface RouteCursor {
  /** The pattern of the matching route, or null where all accounts serve in order. */
  readonly route: string | null;
  /**
   * The next account to ask at `now`, or null when nobody is left. Each account comes once; one for which
   * `skip` is true is left out of this call only.
   */
  next(now: number, skip?: (account: Account) => boolean): Choice | null;
  /** Lets an account that has been asked come again. */
  again(accountId: string): void;
  /** The candidates that are closed at `now`, asked before or not, each with its reason. */
  passedOver(now: number): readonly PlanEntry[];
}

export interface Router {
  begin(request: RoutedRequest): RouteCursor;
  /** Notes that an account has answered a request of a session for `model`; sessions stay with their account while it may serve. */
  remember(sessionId: string | null, accountId: string, now: number, model: string | null): void;
  /** Who would serve, and why, if the request came at `now`; leaves no trace. */
  explain(request: Omit<RoutedRequest, 'pathKind'>): RoutingPlan;
}

export interface RouterOptions {
  readonly accounts: () => readonly Account[];
  readonly settings: () => Settings;
  readonly usage: AccountUsage;
}

/** A router over the accounts and settings of the moment. */
export function createRouter({ accounts, settings, usage }: RouterOptions): Router {
  const affinity = new SessionAffinity();
  const turns = new SessionTurns();
  let compiledFrom: Settings | null = null;
  let compiled = compileRouteTable([]);

  const table = (): RouteTable => {
    const current = settings();
    if (current === compiledFrom) return compiled;
    // The same routes keep their resolved candidates when another setting changed.
    if (current.modelRoutes !== compiledFrom?.modelRoutes) compiled = compileRouteTable(current.modelRoutes);
    compiledFrom = current;
    return compiled;
  };
  // Without a model nothing tells whose limits the request would use: then the user's order alone counts.
  const strategyFor = (model: string | null, route: Route): Strategy =>
    model === null ? 'priority' : (route.strategy ?? settings().strategy);
  const stickyId = (sessionId: string | null) => (settings().sessionAffinity ? sessionId : null);

  const inputFor = (
    { model, sessionId, now }: Omit<RoutedRequest, 'pathKind'>,
    route: Route,
    turn: number,
  ): PlanInput => {
    const sticky = stickyId(sessionId);
    return {
      pool: route.pool(accounts()),
      strategy: strategyFor(model, route),
      family: familyOf(model),
      homeId: sticky === null ? null : affinity.accountOf(sticky, route.pattern, now),
      turn,
      usage,
      now,
    };
  };

  return {
    begin({ model, sessionId, pathKind, now }) {
      const route = table().routeFor(model);
      const turn =
        strategyFor(model, route) === 'round_robin' ? turnOf(route, stickyId(sessionId), pathKind, now) : 0;
      return createCursor(route.pattern, (at) => inputFor({ model, sessionId, now: at }, route, turn));
    },

    remember(sessionId, accountId, now, model) {
      const sticky = stickyId(sessionId);
      if (sticky === null) return;
      const { everyAccount, routeFor } = table();
      const route = routeFor(model);
      const list = accounts();
      affinity.remember({
        sessionId: sticky,
        accountId,
        pattern: route.pattern,
        pool: route.pool(list),
        everyPool: everyAccount.pool(list),
        family: familyOf(model),
        now,
      });
    },

    explain({ model, sessionId, now }) {
      const route = table().routeFor(model);
      const turn = turns.peek(route.pattern, stickyId(sessionId), now);
      const input = inputFor({ model, sessionId, now }, route, turn);
      const asked = Array.from(planOrder(input), (choice, index) =>
        askedEntry(choice, index === 0 ? 'chosen' : 'next'),
      );
      const entries = [...asked, ...passedOverEntries(input.pool, input.family, now)];
      return { model, route: route.pattern, entries };
    },
  };

  /** Only a session that begins takes a turn; what else it asks for, and a session at home somewhere, does not. */
  function turnOf(route: Route, sessionId: string | null, pathKind: PathKind, now: number): number {
    const atHome = sessionId !== null && affinity.accountOf(sessionId, route.pattern, now) !== null;
    const begins = pathKind === 'messages' && !atHome;
    return begins ? turns.take(route.pattern, sessionId, now) : turns.peek(route.pattern, sessionId, now);
  }
}

function familyOf(model: string | null): string | null {
  return model === null ? null : modelFamily(model);
}

function createCursor(route: string | null, inputAt: (now: number) => PlanInput): RouteCursor {
  const asked: string[] = [];
  return {
    route,
    next(now, skip) {
      // The plan is made anew each time: an attempt may have taken a minute, and others have learnt meanwhile.
      for (const choice of planOrder(inputAt(now))) {
        if (asked.includes(choice.account.id) || skip?.(choice.account)) continue;
        asked.push(choice.account.id);
        return choice;
      }
      return null;
    },
    again(accountId) {
      const index = asked.indexOf(accountId);
      if (index >= 0) asked.splice(index, 1);
    },
    passedOver(now) {
      const { pool, family } = inputAt(now);
      return passedOverEntries(pool, family, now);
    },
  };
}
