import type { routingProcedures } from '../../../../src-shared/contract/routing.ts';
import { ok } from '../../lib/result.ts';
import type { HandlersOf } from '../dispatch.ts';
import { publicSettings } from '../public-settings.ts';
import type { ManagementServices } from '../services.ts';

/** What routing would do, without doing it, and the routes themselves. */
export function routingHandlers({
  router,
  routes,
  keys,
  settings,
}: Pick<ManagementServices, 'router' | 'routes' | 'keys' | 'settings'>): HandlersOf<
  typeof routingProcedures
> {
  return {
    'routes.list'() {
      const { strategy, modelRoutes } = publicSettings(settings.current());
      return ok({ strategy, routes: modelRoutes });
    },
    'routes.explain'({ model = null, session = null, key: name }, context) {
      const key = name === undefined ? null : keys.bound.find(name);
      if (name !== undefined && key === null) return context.refuse('key_unknown', 'key.unknown', { name });
      return ok(router.explain({ model, sessionId: session, key }));
    },
    async 'routes.save'(route, context) {
      const saved = context.passOn(await routes.save(route));
      return saved.ok ? ok({}) : saved;
    },
    async 'routes.move'(move, context) {
      const moved = context.passOn(await routes.move(move));
      return moved.ok ? ok({}) : moved;
    },
    async 'routes.remove'({ pattern }, context) {
      const removed = context.passOn(await routes.remove(pattern));
      return removed.ok ? ok({}) : removed;
    },
  };
}
