import type { routingProcedures } from '../../../../src-shared/contract/routing.ts';
import { ok } from '../../lib/result.ts';
import type { HandlersOf } from '../dispatch.ts';
import { publicSettings } from '../public-settings.ts';
import type { ManagementServices } from '../services.ts';

/** What routing would do, without doing it. */
export function routingHandlers({
  router,
  settings,
}: Pick<ManagementServices, 'router' | 'settings'>): HandlersOf<typeof routingProcedures> {
  return {
    'routes.list'() {
      const { strategy, modelRoutes } = publicSettings(settings.current());
      return ok({ strategy, routes: modelRoutes });
    },
    'routes.explain': ({ model = null, session = null }) => ok(router.explain({ model, sessionId: session })),
  };
}
