import { isDeepStrictEqual } from 'node:util';
import { type EntryRef, inOrder, names, setOrder } from './document-edits.ts';
import { candidatesOf, canLeadTo, setRoute, withCandidates } from './route-edits.ts';
import type { ProviderDocument, RouteDocument, SettingsDocument } from './settings-document.ts';

/** One entry that was removed, and the document before and after that: enough to undo it. */
export interface RemovedEntry {
  readonly ref: EntryRef;
  readonly before: SettingsDocument;
  readonly after: SettingsDocument;
}

/**
 * Puts a removed entry back to its place in the user's order, with the candidates and routes that went with
 * it. What was changed since stays; where its former neighbours are gone, the nearest ones count.
 */
export function putBack(document: SettingsDocument, removed: RemovedEntry): SettingsDocument {
  const { ref, before } = removed;
  const former = before.providers ?? [];
  const provider = former.find((one) => names(ref, one));
  if (provider === undefined) return document;

  const present = document.providers ?? [];
  const placed = { ...document, providers: insertWhereItWas(present, provider, former, isSameEntry) };
  const order = insertWhereItWas(inOrder(present), provider, inOrder(former), isSameEntry);
  // Where the order comes out right by itself, no priorities are written.
  const inPlace = isDeepStrictEqual(inOrder(placed.providers), order)
    ? placed
    : setOrder(placed, order.map(refOf));
  return restoreCandidates(inPlace, provider, removed);
}

function restoreCandidates(
  document: SettingsDocument,
  provider: ProviderDocument,
  { before, after }: RemovedEntry,
): SettingsDocument {
  const formerRoutes = Object.entries(before.model_routes ?? {});
  for (const [pattern, route] of formerRoutes) {
    const kept = after.model_routes?.[pattern];
    const lost = candidatesOf(route).filter(
      (candidate) => canLeadTo(candidate, provider) && !(kept && holds(kept, candidate)),
    );
    if (lost.length === 0) continue;
    const present = document.model_routes?.[pattern];
    if (present !== undefined) {
      const candidates = lost
        .filter((candidate) => !holds(present, candidate))
        .reduce(
          (all, candidate) => insertWhereItWas(all, candidate, candidatesOf(route), isDeepStrictEqual),
          [...candidatesOf(present)],
        );
      document = setRoute(document, pattern, withCandidates(present, candidates));
    } else if (kept === undefined) {
      const entry: [string, RouteDocument] = [pattern, withCandidates(route, lost)];
      const routes = Object.entries(document.model_routes ?? {});
      const isSamePattern = (a: [string, unknown], b: [string, unknown]) => a[0] === b[0];
      const model_routes = Object.fromEntries(insertWhereItWas(routes, entry, formerRoutes, isSamePattern));
      document = { ...document, model_routes };
    }
  }
  return document;
}

function holds(route: RouteDocument, candidate: unknown): boolean {
  return candidatesOf(route).some((one) => isDeepStrictEqual(one, candidate));
}

/**
 * `items` with `item` behind the nearest of those that stood before it in `former`; where none of them is
 * left, in front of the nearest that stood behind it.
 */
function insertWhereItWas<T>(
  items: readonly T[],
  item: T,
  former: readonly T[],
  isSame: (a: T, b: T) => boolean,
): T[] {
  const placeOf = (one: T) => items.findIndex((present) => isSame(present, one));
  const formerPlace = former.findIndex((one) => isSame(one, item));
  const before = former.slice(0, formerPlace).findLast((one) => placeOf(one) >= 0);
  const behind = former.slice(formerPlace + 1).find((one) => placeOf(one) >= 0);
  if (before !== undefined) return items.toSpliced(placeOf(before) + 1, 0, item);
  return items.toSpliced(behind === undefined ? 0 : placeOf(behind), 0, item);
}

function isSameEntry(a: ProviderDocument, b: ProviderDocument): boolean {
  return names(refOf(a), b);
}

function refOf(provider: ProviderDocument): EntryRef {
  return { name: provider.name, accountEmail: provider.account_email ?? null };
}
