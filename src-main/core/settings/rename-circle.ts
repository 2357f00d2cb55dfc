import { matchesGlob, mostSpecificFirst } from '../../../src-shared/lib/glob.ts';
import type { ModelRouteSettings } from './settings.ts';

/**
 * The patterns of routes that rename to each other's models, the first one again at the end; null where there
 * are none. A model is renamed once only, so such a circle does nothing that its writer can have meant. Routes
 * for any model (`*`) stay out of it: every name leads to them. So does a name that its own route would take.
 */
export function renameCircle(routes: readonly ModelRouteSettings[]): readonly string[] | null {
  const renames = routes.some(({ candidates }) => candidates.some(({ model }) => model !== null));
  if (!renames) return null;
  const ordered = mostSpecificFirst(routes, ({ pattern }) => pattern);
  const nextOf = (route: ModelRouteSettings) =>
    route.candidates.flatMap(({ model }) => {
      const next = model === null ? undefined : ordered.find(({ pattern }) => matchesGlob(pattern, model));
      return next === undefined || next === route || /^\*+$/.test(next.pattern) ? [] : [next];
    });

  const cleared = new Set<ModelRouteSettings>();
  const walk = (
    route: ModelRouteSettings,
    trail: readonly ModelRouteSettings[],
  ): readonly string[] | null => {
    const start = trail.indexOf(route);
    if (start >= 0) return [...trail.slice(start), route].map(({ pattern }) => pattern);
    if (cleared.has(route)) return null;
    for (const next of nextOf(route)) {
      const circle = walk(next, [...trail, route]);
      if (circle !== null) return circle;
    }
    cleared.add(route);
    return null;
  };
  for (const route of routes) {
    const circle = walk(route, []);
    if (circle !== null) return circle;
  }
  return null;
}
