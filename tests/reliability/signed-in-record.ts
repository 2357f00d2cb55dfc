import type { AccountControl } from '../../src-main/core/simulator/account-control.ts';
import type { TokenSetRecord } from '../../src-main/core/vault/vault-port.ts';
import { tokenSet } from '../support/vault/vault-samples.ts';

/** What the vault holds of an account after a sign-in at the simulator; `now` in ms since the epoch. */
export function signedInRecord(account: AccountControl, now: number): TokenSetRecord {
  const granted = account.signIn();
  return {
    ...tokenSet(granted.access_token),
    oauthProvider: 'simulated',
    scopes: granted.scope.split(' '),
    refreshToken: granted.refresh_token ?? null,
    expiresAt: now + granted.expires_in * 1000,
  };
}
