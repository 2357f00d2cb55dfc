import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useCore } from '../../client/client-context.tsx';
import { useLatest } from '../../client/use-latest.ts';
import { usePaced } from '../../client/use-paced.ts';
import { Button } from '../../components/button.tsx';
import { Page } from '../../components/page.tsx';
import { useText } from '../../language/language.tsx';
import { DefaultOrder } from './default-order.tsx';
import { Explain } from './explain.tsx';
import { ModelRoutes } from './model-routes.tsx';
import { RouteDialog } from './route-dialog.tsx';

/** While much happens the routes are read again at most this often. */
const READ_AGAIN_MS = 1000;

/** The model routes, the order for everything else, and who would serve a model now. */
export function RoutingPage() {
  const t = useText();
  const { snapshot } = useCore();
  const revision = usePaced(snapshot.revision, READ_AGAIN_MS);
  const routes = useLatest(revision, (client) => client.query('routes.list'));
  const [adding, setAdding] = useState(false);
  const readOnly = snapshot.readOnlyFile !== null;
  // A route without accounts would serve nobody, so there is nothing to add before there is an account.
  const offersRoutes = !readOnly && snapshot.accounts.length > 0;

  return (
    <Page
      title={t('routing.title')}
      sentence={t('routing.sentence')}
      action={
        offersRoutes && (
          <Button
            look="primary"
            icon={<Plus size={16} aria-hidden="true" />}
            unavailable={routes.value === null}
            onClick={() => setAdding(true)}
          >
            {t('routing.add')}
          </Button>
        )
      }
    >
      <ModelRoutes routes={routes} readOnly={readOnly} />
      <DefaultOrder readOnly={readOnly} settingsKey={revision} />
      <Explain keysKey={revision} />
      {adding && routes.value !== null && (
        <RouteDialog
          route={null}
          routes={routes.value.routes}
          onClose={() => setAdding(false)}
          onSaved={() => {
            routes.again();
            setAdding(false);
          }}
        />
      )}
    </Page>
  );
}
