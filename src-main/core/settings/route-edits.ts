import { PASSTHROUGH } from './normalise-routes.ts';
import type { ProviderDocument, RouteDocument, SettingsDocument } from './settings-document.ts';

/** Pure edits of `model_routes`. Patterns compare without regard to case, as models do. */

/** One candidate of a route. */
export type CandidateDocument = Extract<RouteDocument, readonly unknown[]>[number];

/** The pattern as it stands in the document, or null where no route has it. */
export function findPattern(document: SettingsDocument, pattern: string): string | null {
  const wanted = pattern.toLowerCase();
  return Object.keys(document.model_routes ?? {}).find((key) => key.toLowerCase() === wanted) ?? null;
}

/** Sets a route; one that is there keeps its place among the patterns, because the first match decides between equals. */
export function setRoute(
  document: SettingsDocument,
  pattern: string,
  route: RouteDocument,
): SettingsDocument {
  return { ...document, model_routes: { ...document.model_routes, [pattern]: route } };
}

/** Puts a route with another pattern in the place of the one called `former`. */
export function replaceRoute(
  document: SettingsDocument,
  former: string,
  pattern: string,
  route: RouteDocument,
): SettingsDocument {
  const routes = Object.entries(document.model_routes ?? {});
  return {
    ...document,
    model_routes: Object.fromEntries(routes.map((one) => (one[0] === former ? [pattern, route] : one))),
  };
}

/** Removes the route with exactly this pattern. */
export function removeRoute(document: SettingsDocument, pattern: string): SettingsDocument {
  const { [pattern]: _removed, ...others } = document.model_routes ?? {};
  return { ...document, model_routes: others };
}

/** The candidates of a route in either of its forms. */
export function candidatesOf(route: RouteDocument): readonly CandidateDocument[] {
  return Array.isArray(route) ? route : route.candidates;
}

/** The route in the form it has, with other candidates. */
export function withCandidates(route: RouteDocument, candidates: CandidateDocument[]): RouteDocument {
  return Array.isArray(route) ? candidates : { ...route, candidates };
}

/** What tells a candidate from others: whom it names, and under which name it gets the model (null = its own). */
export interface CandidateRef {
  readonly provider: string;
  readonly accountEmail: string | null;
  readonly model: string | null;
}

/** The first candidate of a route that is in use and that `ref` means, or null. */
export function findCandidate(route: RouteDocument, ref: CandidateRef): CandidateDocument | null {
  return candidatesOf(route).find((each) => each.enabled !== false && isMeant(each, ref)) ?? null;
}

/**
 * Takes `candidate` out of the route `from` and puts it behind those of `to`, in one edit; where `to` has it already
 * it is only taken out. The numbers of all others are written out as they were in force, so that their order stays.
 */
export function moveCandidate(
  document: SettingsDocument,
  candidate: CandidateDocument,
  from: string,
  to: string,
): SettingsDocument {
  const routeOf = (pattern: string): RouteDocument => document.model_routes?.[pattern] ?? [];
  const index = candidatesOf(routeOf(from)).indexOf(candidate);
  const here = numbered(routeOf(from)).toSpliced(index, 1);
  const others = from === to ? here : numbered(routeOf(to));
  const present = others.some((each) => each.enabled !== false && isMeant(each, refOf(candidate)));
  const last = Math.max(0, ...others.map(({ priority }) => priority));
  const there = present ? others : [...others, { ...candidate, priority: last + 1 }];
  const without = setRoute(document, from, withCandidates(routeOf(from), here));
  return setRoute(without, to, withCandidates(routeOf(to), there));
}

/** Candidates without a number count by their place in the list. */
function numbered(route: RouteDocument): (CandidateDocument & { priority: number })[] {
  return candidatesOf(route).map((each, index) => ({ ...each, priority: each.priority ?? index + 1 }));
}

function refOf({ provider, account_email, model }: CandidateDocument): CandidateRef {
  const renamed = model !== PASSTHROUGH && model;
  return { provider, accountEmail: account_email || null, model: renamed || null };
}

function isMeant(candidate: CandidateDocument, ref: CandidateRef): boolean {
  const own = refOf(candidate);
  return (
    own.provider === ref.provider &&
    own.model === ref.model &&
    own.accountEmail?.toLowerCase() === ref.accountEmail?.toLowerCase()
  );
}

/** Whether a candidate means an account of this entry; an entry without an email may become the one that is meant. */
export function canLeadTo(candidate: CandidateDocument, provider: ProviderDocument): boolean {
  return (
    provider.name === candidate.provider &&
    (!candidate.account_email ||
      !provider.account_email ||
      provider.account_email.toLowerCase() === candidate.account_email.toLowerCase())
  );
}
