import type { accountProcedures } from '../../../../src-shared/contract/accounts.ts';
import { ok } from '../../lib/result.ts';
import { Secret } from '../../lib/secret.ts';
import { findAccount } from '../account-ref.ts';
import type { HandlersOf } from '../dispatch.ts';
import { decideKeyAccount, decideKeyTrial } from '../new-key-account.ts';
import { nameAccount, nameSignIn, resolveIds, resolveOne } from '../resolve-accounts.ts';
import type { ManagementServices } from '../services.ts';

type Services = Pick<ManagementServices, 'accounts' | 'keyTrials' | 'signIns' | 'settings'>;

/** Adding, ordering, switching, naming, configuring, removing and renewing accounts. */
export function accountHandlers(services: Services): HandlersOf<typeof accountProcedures> {
  const { accounts, keyTrials, signIns, settings } = services;

  const isNameTaken = (name: string, exceptId: string | null) =>
    accounts
      .list()
      .some((account) => account.id !== exceptId && account.name.toLowerCase() === name.toLowerCase());

  return {
    async 'accounts.addKey'(input, context) {
      const { name } = input;
      if (isNameTaken(name, null)) return context.refuse('name_taken', 'name.taken', { name });
      const decided = decideKeyAccount({ ...input, key: new Secret(input.key) }, settings.current(), context);
      if (!decided.ok) return decided;
      const added = context.passOn(await accounts.add(decided.value));
      return added.ok ? ok({ accountId: added.value.accountId, name }) : added;
    },

    async 'accounts.order'(input, context) {
      const present = accounts.list();
      const first = resolveIds(present, input.accounts, context);
      if (!first.ok) return first;
      const rest = present.map(({ id }) => id).filter((id) => !first.value.includes(id));
      const accountIds = [...first.value, ...rest];
      const done = context.passOn(await accounts.reorder(accountIds));
      return done.ok ? ok({ accountIds }) : done;
    },

    async 'accounts.setEnabled'(input, context) {
      const ids = resolveIds(accounts.list(), input.accounts, context);
      if (!ids.ok) return ids;
      const done = context.passOn(await accounts.setEnabled(ids.value, input.enabled));
      return done.ok ? ok({}) : done;
    },

    async 'accounts.rename'({ account, name }, context) {
      const found = resolveOne(accounts.list().map(nameAccount), account, context);
      if (!found.ok) return found;
      if (isNameTaken(name, found.value.id)) return context.refuse('name_taken', 'name.taken', { name });
      const done = context.passOn(await accounts.rename(found.value.id, name));
      return done.ok ? ok({}) : done;
    },

    async 'accounts.remove'(input, context) {
      const ids = resolveIds(accounts.list(), input.accounts, context);
      if (!ids.ok) return ids;
      const done = context.passOn(await accounts.remove(ids.value));
      return done.ok ? ok({ accountIds: [...ids.value] }) : done;
    },

    async 'accounts.restore'({ accountIds }, context) {
      const done = context.passOn(await accounts.restore(accountIds));
      return done.ok ? ok({}) : done;
    },

    async 'accounts.replaceKey'({ account, key }, context) {
      const found = resolveOne(accounts.list().map(nameAccount), account, context);
      if (!found.ok) return found;
      const accountId = found.value.id;
      const done = context.passOn(await accounts.replaceKey(accountId, new Secret(key)));
      return done.ok ? ok({ accountId }) : done;
    },

    async 'accounts.configure'({ account, ...change }, context) {
      const found = resolveOne(accounts.list().map(nameAccount), account, context);
      if (!found.ok) return found;
      const done = context.passOn(await accounts.configure(found.value.id, change));
      return done.ok ? ok({}) : done;
    },

    async 'accounts.testKey'(input, context) {
      const decided = decideKeyTrial({ ...input, key: new Secret(input.key) }, settings.current(), context);
      return decided.ok ? ok(await keyTrials.try(decided.value)) : decided;
    },

    async 'accounts.refresh'({ account }, context) {
      // Sign-ins first: an email may also stand beside an API key, which has nothing to renew.
      const known = signIns.list().map(nameSignIn);
      if (findAccount(known, account).kind === 'none') {
        const found = resolveOne(accounts.list().map(nameAccount), account, context);
        if (!found.ok) return found;
        const { kind } = accounts.list().find(({ id }) => id === found.value.id) ?? { kind: 'oauth' };
        return kind === 'oauth'
          ? context.refuse('account_needs_login', 'account.notSignedIn', { account })
          : context.refuse('account_not_refreshable', 'account.notRefreshable', { account });
      }
      const found = resolveOne(known, account, context);
      if (!found.ok) return found;
      const { accountId, identity } = found.value.signIn;
      const renewed = context.passOn(await signIns.refresh(accountId));
      return renewed.ok
        ? ok({ accountId, accountEmail: identity.email, expiresAt: renewed.value.expiresAt })
        : renewed;
    },
  };
}
