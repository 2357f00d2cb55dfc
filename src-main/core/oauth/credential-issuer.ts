import type { Account } from '../accounts/account.ts';
import { Secret } from '../lib/secret.ts';
import { isSubscriptionToken } from '../providers/subscription-token.ts';
import type { ProviderEntry } from '../settings/settings.ts';
import type { Credential } from './credential.ts';

interface Issued {
  readonly entry: ProviderEntry;
  readonly text: string;
  readonly credential: Credential;
}

/**
 * Turns secrets into credentials and hands out the same object until the secret or its settings entry
 * changes. Versions grow over all accounts, so that a removed account's version never comes back.
 */
export class CredentialIssuer {
  readonly #issued = new Map<string, Issued>();
  #lastVersion = 0;

  issue(account: Account, text: string): Credential {
    const { entry } = account;
    const issued = this.#issued.get(account.id);
    if (issued !== undefined && issued.text === text && issued.entry === entry) return issued.credential;
    const signedIn = entry.auth.kind === 'oauth';
    const subscription = signedIn ? entry.type === 'anthropic' : isSubscriptionToken(text);
    const credential: Credential = Object.freeze({
      scheme: signedIn || subscription || entry.authType === 'auth_token' ? 'bearer' : 'x-api-key',
      value: new Secret(text),
      subscription,
      version: issued?.text === text ? issued.credential.version : ++this.#lastVersion,
    });
    this.#issued.set(account.id, { entry, text, credential });
    return credential;
  }

  /** Drops the secret of an account that is gone. */
  forget(accountId: string): void {
    this.#issued.delete(accountId);
  }
}
