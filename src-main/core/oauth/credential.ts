import type { Result } from '../lib/result.ts';
import type { Secret } from '../lib/secret.ts';

/** What an account presents to its upstream, ready to be put into a header. */
export interface Credential {
  /** Which header carries it: `authorization` as a bearer token, or `x-api-key`. */
  readonly scheme: 'bearer' | 'x-api-key';
  readonly value: Secret;
  /** True for OAuth and setup tokens of the vendor: the gateway then adds the `oauth-2025-04-20` beta flag. */
  readonly subscription: boolean;
  /** Identifies this very token without revealing it; a forced refresh names the one that was refused. */
  readonly version: number;
}

export type CredentialFailure =
  | 'needs-login'
  | 'secret-missing'
  | 'terms-not-accepted'
  | 'refresh-failed'
  | 'unknown-account';

/**
 * The single door to a credential. Scheduler, 401, wake from sleep and the user's own button all come
 * through here, and for each account only one refresh is ever on the wire.
 */
export interface CredentialSource {
  /**
   * The credential at hand, as long as it lives: within the expiry margin the old token still serves while
   * its refresh runs behind it. null means that `get` must be asked. Never waits.
   */
  ready(accountId: string): Credential | null;
  /** A credential that is usable now, refreshed first where that is due. */
  get(accountId: string): Promise<Result<Credential, CredentialFailure>>;
  /**
   * One forced refresh after the upstream refused the credential with `refusedVersion`. Where somebody
   * else has rotated it meanwhile, the newer one is returned without another token request. Accounts that
   * cannot refresh (API keys, setup tokens) fail with `needs-login`.
   */
  renew(accountId: string, refusedVersion: number): Promise<Result<Credential, CredentialFailure>>;
}
