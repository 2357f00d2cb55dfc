import type { oauthProcedures } from '../../../../src-shared/contract/oauth-status.ts';
import { ok } from '../../lib/result.ts';
import type { HandlersOf } from '../dispatch.ts';
import { createOauthStatus } from '../oauth-status.ts';
import { nameSignIn, resolveOne } from '../resolve-accounts.ts';
import type { ManagementServices } from '../services.ts';

type Services = Pick<ManagementServices, 'version' | 'clock' | 'settings' | 'accounts' | 'signIns'>;

/** Looking at sign-ins and ending them. */
export function oauthStatusHandlers(services: Services): HandlersOf<typeof oauthProcedures> {
  const { signIns } = services;
  return {
    'oauth.status': (_input, context) => ok(createOauthStatus(services, context)),

    async 'oauth.signOut'({ account }, context) {
      const found = resolveOne(signIns.list().map(nameSignIn), account, context);
      if (!found.ok) {
        return found.error.code === 'account_unknown'
          ? context.refuse('account_unknown', 'account.notSignedIn', { account })
          : found;
      }
      const { accountId, identity } = found.value.signIn;
      const done = context.passOn(await signIns.signOut(accountId));
      return done.ok ? ok({ accountId, accountEmail: identity.email }) : done;
    },

    async 'oauth.signOutAll'(_input, context) {
      const all = signIns.list();
      for (const { accountId } of all) {
        const done = context.passOn(await signIns.signOut(accountId));
        if (!done.ok) return done;
      }
      return ok({ count: all.length });
    },
  };
}
