import type { ErrorCode } from '../../../../src-shared/contract/error-codes.ts';
import type { gatewayProcedures } from '../../../../src-shared/contract/gateway.ts';
import { ok, type Result } from '../../lib/result.ts';
import type { Secret } from '../../lib/secret.ts';
import type { CallContext } from '../call-context.ts';
import type { HandlersOf } from '../dispatch.ts';
import { resolveIds } from '../resolve-accounts.ts';
import type { KeyKind, ManagementServices } from '../services.ts';

type Services = Pick<ManagementServices, 'snapshot' | 'accounts' | 'gateway' | 'keys' | 'requests'>;

/** The gateway as a whole: state, keys, and what it did lately. */
export function gatewayHandlers(services: Services): HandlersOf<typeof gatewayProcedures> {
  const { snapshot, accounts, gateway, keys, requests } = services;

  const show = (
    which: KeyKind,
    name: string | undefined,
    context: CallContext,
  ): Result<Secret, ErrorCode> => {
    if (name === undefined) return ok(keys.show(which));
    if (which === 'admin') return context.refuse('invalid_input', 'key.adminHasNoName');
    const key = keys.bound.show(name);
    return key === null ? context.refuse('key_unknown', 'key.unknown', { name }) : ok(key);
  };

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
    'gateway.test': async ({ model = null }) => ok(await gateway.test(model)),

    'keys.show'({ which, name }, context) {
      const key = show(which, name, context);
      return key.ok ? ok({ key: key.value.reveal() }) : key;
    },
    'keys.list'() {
      const names = new Map(accounts.list().map((account) => [account.id, account.name]));
      return ok({
        keys: keys.bound.list().map(({ name, accountIds, createdAt }) => ({
          name,
          createdAt,
          accounts: accountIds.flatMap((accountId) => {
            const account = names.get(accountId);
            return account === undefined ? [] : [{ accountId, name: account }];
          }),
        })),
      });
    },
    async 'keys.create'(input, context) {
      const accountIds = resolveIds(accounts.list(), input.accounts, context);
      if (!accountIds.ok) return accountIds;
      const bound = context.passOn(await keys.bound.bind(input.name, accountIds.value));
      return bound.ok ? ok({ key: bound.value.reveal() }) : bound;
    },
    async 'keys.remove'({ name }, context) {
      if (keys.bound.find(name) === null) return context.refuse('key_unknown', 'key.unknown', { name });
      const removed = context.passOn(await keys.bound.remove(name));
      return removed.ok ? ok({}) : removed;
    },
    async 'keys.rotate'({ which, name }, context) {
      const known = show(which, name, context);
      if (!known.ok) return known;
      const rotated = context.passOn(
        await (name === undefined ? keys.rotate(which) : keys.bound.rotate(name)),
      );
      return rotated.ok ? ok({ key: rotated.value.reveal() }) : rotated;
    },
    'env.get'({ name }, context) {
      const key = show('client', name, context);
      if (!key.ok) return key;
      return ok({
        variables: [
          { name: 'ANTHROPIC_BASE_URL', value: snapshot.current().baseUrl },
          { name: 'ANTHROPIC_AUTH_TOKEN', value: key.value.reveal() },
        ],
      });
    },

    'requests.recent': async ({ limit }) => ok({ requests: [...(await requests.recent(limit))] }),
    'requests.find': async ({ id }) => ok({ request: await requests.find(id) }),
  };
}
