import type { CallInput, ProcedureOutput } from '../../../src-shared/contract/contract.ts';
import type { AccountSnapshot } from '../../../src-shared/model/account.ts';

/** A model route as the core lists it. */
export type ModelRoute = ProcedureOutput<'routes.list'>['routes'][number];

/** One line of a route: an account, or several of one provider. */
export type RouteCandidate = ModelRoute['candidates'][number];

/** What saves a route. */
export type RouteInput = CallInput<'routes.save'>;

/** A candidate with what a list needs to know of it. */
export interface CandidateLine {
  /** Names the line within its route, over reordering. */
  readonly id: string;
  readonly label: string;
  readonly candidate: RouteCandidate;
  /** The accounts that it stands for now; none where it names nobody. */
  readonly accounts: readonly AccountSnapshot[];
  /** From 1; lines with the same place are equals, between which the strategy decides. */
  readonly place: number;
}

/** The lines of a route in the order in which they are asked. */
export function candidateLines(
  route: ModelRoute,
  accounts: readonly AccountSnapshot[],
): readonly CandidateLine[] {
  const sorted = route.candidates.toSorted((a, b) => a.priority - b.priority);
  const priorities = [...new Set(sorted.map(({ priority }) => priority))];
  const seen = new Map<string, number>();
  return sorted.map((candidate) => {
    const named = accountsOf(candidate, accounts);
    const key = [candidate.provider, candidate.accountEmail ?? '', candidate.model ?? ''].join('\n');
    const before = seen.get(key) ?? 0;
    seen.set(key, before + 1);
    return {
      id: `${key}\n${before}`,
      label: named.length === 1 && named[0] ? named[0].name : (candidate.accountEmail ?? candidate.provider),
      candidate,
      accounts: named,
      place: priorities.indexOf(candidate.priority) + 1,
    };
  });
}

/** The accounts that a candidate names: those of its provider, and of its email where it has one. */
export function accountsOf(
  { provider, accountEmail }: Pick<RouteCandidate, 'provider' | 'accountEmail'>,
  accounts: readonly AccountSnapshot[],
): readonly AccountSnapshot[] {
  const email = accountEmail?.toLowerCase();
  return accounts.filter(
    (account) =>
      account.provider === provider && (email === undefined || account.accountEmail?.toLowerCase() === email),
  );
}

/** What saves a route as it is, but for the changes. */
export function routeInput(
  route: ModelRoute,
  changes: Partial<Omit<RouteInput, 'formerPattern'>> = {},
): RouteInput {
  const { pattern, strategy, candidates } = route;
  const renamed = changes.pattern !== undefined && changes.pattern !== pattern;
  return {
    pattern,
    strategy,
    candidates,
    ...changes,
    ...(renamed ? { formerPattern: pattern } : {}),
  };
}

/** The candidates of these lines, each behind the one before it, whatever their numbers were. */
export function inThisOrder(lines: readonly CandidateLine[]): RouteInput['candidates'] {
  return lines.map(({ candidate: { provider, accountEmail, model } }) => ({ provider, accountEmail, model }));
}

/** A route's candidates with some accounts behind them. */
export function withAccounts(
  candidates: readonly RouteCandidate[],
  accounts: readonly AccountSnapshot[],
): RouteInput['candidates'] {
  const last = Math.max(0, ...candidates.map(({ priority }) => priority));
  const added = accounts.map(({ provider, accountEmail }, index) => ({
    provider,
    accountEmail,
    model: null,
    priority: last + index + 1,
  }));
  return [...candidates, ...added];
}

/** The route for exactly this pattern, but for the one that is being edited. */
export function routeWithPattern(
  routes: readonly ModelRoute[],
  pattern: string,
  edited: ModelRoute | null,
): ModelRoute | null {
  const same = (route: ModelRoute) => route.pattern.toLowerCase() === pattern.trim().toLowerCase();
  return routes.find((route) => route.pattern !== edited?.pattern && same(route)) ?? null;
}
