/**
 * Chooses accounts for requests from what it is given: settings, the list of accounts, and how much they have been
 * used. It keeps nothing but which session belongs to which account and whose turn it is.
 */
import type { PassedOver } from '../../../src-shared/model/request-facts.ts';
import type { PlanEntry, RoutingPlan } from '../../../src-shared/model/routing-reason.ts';
import type { Account } from '../accounts/account.ts';
import type { PathKind } from '../providers/path-kind.ts';
import type { Settings, Strategy } from '../settings/settings.ts';
import { type BoundKey, behindKey } from './bound-key.ts';
import type { Choice } from './candidate.ts';
import { askedEntry, doneWithout, passedOverEntries } from './plan-entry.ts';
import { type PlanInput, planOrder } from './plan-order.ts';
import { compileRouteTable, type ModelWay, type RouteTable } from './route-table.ts';
import { SessionAffinity } from './session-affinity.ts';
import { SessionTurns } from './session-turns.ts';
import type { AccountUsage } from './strategies/strategy.ts';

export type { BoundKey } from './bound-key.ts';
export type { Choice } from './candidate.ts';

export interface RoutedRequest {
  readonly model: string | null;
  readonly sessionId: string | null;
  readonly pathKind: PathKind;
  /** The bound client key that opened the door; null for the key of the installation, which leads everywhere. */
  readonly key: BoundKey | null;
  /** ms since the epoch. */
  readonly now: number;
}

/** The way of one request through the candidates. */
export interface RouteCursor {
  /** The pattern of the matching route, or null where all accounts serve in order. */
  readonly route: string | null;
  /**
   * The next account to ask at `now`, or null when nobody is left. Each account comes once; one for which
   * `skip` is true is left out of this call only.
   */
  next(now: number, skip?: (account: Account) => boolean): Choice | null;
  /** The candidates that may not be asked at `now`, asked before or not, each with its reason. */
  passedOver(now: number): readonly PlanEntry[];
  /**
   * The candidates that may not be asked at `now` and were not among `attempts`. Accounts that a client key keeps
   * out are no candidates of its requests.
   */
  doneWithout(now: number, attempts: readonly { readonly accountId: string }[]): readonly PassedOver[];
  /** Notes that the account answered: sessions stay with their account while it may serve. */
  answeredBy(accountId: string, now: number): void;
}

export interface Router {
  begin(request: RoutedRequest): RouteCursor;
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

  const journeyOf = ({ model, sessionId, key }: Omit<RoutedRequest, 'pathKind' | 'now'>): Journey => {
    const way = table().wayOf(model);
    const { strategy, sessionAffinity } = settings();
    return {
      way,
      key,
      // Without a model nothing tells whose limits the request would use: then the user's order alone counts.
      strategy: model === null ? 'priority' : (way.route.strategy ?? strategy),
      sessionId: sessionId !== null && sessionAffinity ? behindKey(key, sessionId) : null,
    };
  };
  const homeOf = ({ sessionId, way }: Journey, now: number): string | null =>
    sessionId === null ? null : affinity.accountOf(sessionId, way.route.pattern, now);

  const inputFor = (journey: Journey, turn: number, now: number): PlanInput => ({
    pool: journey.way.route.pool(accounts()).behind(journey.key),
    strategy: journey.strategy,
    family: journey.way.family,
    homeId: homeOf(journey, now),
    turn,
    usage,
    now,
  });

  /** Only a session that begins takes a turn; what else it asks for, and a session at home somewhere, does not. */
  const turnOf = (journey: Journey, pathKind: PathKind, now: number): number => {
    if (journey.strategy !== 'round_robin') return 0;
    const lane = laneOf(journey);
    const begins = pathKind === 'messages' && homeOf(journey, now) === null;
    return begins ? turns.take(lane, journey.sessionId, now) : turns.peek(lane, journey.sessionId, now);
  };

  const remember = ({ way, key, sessionId }: Journey, accountId: string, now: number): void => {
    if (sessionId === null) return;
    const list = accounts();
    affinity.remember({
      sessionId,
      accountId,
      pattern: way.route.pattern,
      pool: way.route.pool(list).behind(key),
      everyPool: table().everyAccount.pool(list).behind(key),
      family: way.family,
      now,
    });
  };

  return {
    begin(request) {
      const journey = journeyOf(request);
      const turn = turnOf(journey, request.pathKind, request.now);
      const asked: string[] = [];
      return {
        route: journey.way.route.pattern,
        next(now, skip) {
          // The plan is made anew each time: an attempt may have taken a minute, and others have learnt meanwhile.
          for (const choice of planOrder(inputFor(journey, turn, now))) {
            if (asked.includes(choice.account.id) || skip?.(choice.account)) continue;
            asked.push(choice.account.id);
            return choice;
          }
          return null;
        },
        passedOver: (now) => passedOverEntries(inputFor(journey, turn, now), journey.key),
        doneWithout: (now, attempts) => doneWithout(inputFor(journey, turn, now), attempts),
        answeredBy: (accountId, now) => remember(journey, accountId, now),
      };
    },

    explain(request) {
      const journey = journeyOf(request);
      const turn = turns.peek(laneOf(journey), journey.sessionId, request.now);
      const input = inputFor(journey, turn, request.now);
      const asked = Array.from(planOrder(input), (choice, index) =>
        askedEntry(choice, index === 0 ? 'chosen' : 'next'),
      );
      const entries = [...asked, ...passedOverEntries(input, journey.key)];
      return { model: request.model, route: journey.way.route.pattern, entries };
    },
  };
}

/** What stays the same for one request, however long it takes. */
interface Journey {
  readonly way: ModelWay;
  readonly strategy: Strategy;
  readonly key: BoundKey | null;
  /** The session as it is remembered: apart for each bound key; null where it is not. */
  readonly sessionId: string | null;
}

/** Among which sessions turns are taken. */
function laneOf({ way, key }: Journey): string | null {
  return behindKey(key, way.route.pattern);
}
