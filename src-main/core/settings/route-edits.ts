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

/** Whether a candidate means an account of this entry; an entry without an email may become the one that is meant. */
export function canLeadTo(candidate: CandidateDocument, provider: ProviderDocument): boolean {
  return (
    provider.name === candidate.provider &&
    (!candidate.account_email ||
      !provider.account_email ||
      provider.account_email.toLowerCase() === candidate.account_email.toLowerCase())
  );
}
