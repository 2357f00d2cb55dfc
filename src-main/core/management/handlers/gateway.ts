import type { gatewayProcedures } from '../../../../src-shared/contract/gateway.ts';
import { ok } from '../../lib/result.ts';
import type { HandlersOf } from '../dispatch.ts';
import type { ManagementServices } from '../services.ts';

type Services = Pick<ManagementServices, 'snapshot' | 'gateway' | 'keys' | 'requests'>;

/** The gateway as a whole: state, keys, and what it did lately. */
export function gatewayHandlers(services: Services): HandlersOf<typeof gatewayProcedures> {
  const { snapshot, gateway, keys, requests } = services;
  return {
    'snapshot.get': () => ok(snapshot.current()),
    'gateway.pause'() {
      gateway.pause();
      return ok({});
    },
    'gateway.resume'() {
      gateway.resume();
      return ok({});
    },
    'keys.show': ({ which }) => ok({ key: keys.show(which).reveal() }),
    async 'keys.rotate'({ which }, context) {
      const rotated = context.passOn(await keys.rotate(which));
      return rotated.ok ? ok({ key: rotated.value.reveal() }) : rotated;
    },
    'env.get': () =>
      ok({
        variables: [
          { name: 'ANTHROPIC_BASE_URL', value: snapshot.current().baseUrl },
          { name: 'ANTHROPIC_AUTH_TOKEN', value: keys.show('client').reveal() },
        ],
      }),
    'requests.recent': ({ limit }) => ok({ requests: [...requests.recent(limit)] }),
  };
}
