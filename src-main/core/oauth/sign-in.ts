import type { AccountIdentity } from '../../../src-shared/model/account.ts';
import type { Clock } from '../lib/clock.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { Secret } from '../lib/secret.ts';
import type { Logger } from '../logging/logger.ts';
import type { OAuthProviderSettings, SettingsSource } from '../settings/settings.ts';
import type { TokenSetRecord, Vault } from '../vault/vault-port.ts';
import { entryForSignIn, tokenProxy } from './oauth-proxy.ts';
import type { ProfileClient } from './profile-client.ts';
import type { TokenGrant } from './token-answer.ts';
import type { TokenClient } from './token-client.ts';
import { describeTokenFailure, type TokenFailureCode } from './token-failure.ts';
import type { CodeGrant } from './token-request.ts';
import { completed, signedInTokenSet } from './token-set.ts';

/** A completed sign-in; its token set is durable. `expiresAt` is ms since the epoch. */
export interface SignedIn {
  readonly accountId: string;
  readonly oauthProvider: string;
  readonly identity: AccountIdentity;
  /** The email that was asked for, or null where anybody was welcome. */
  readonly askedFor: string | null;
  /** The email of who really signed in; null where the provider does not tell. */
  readonly signedInAs: string | null;
  /** True when an account other than the one asked for has signed in; it is filed under its own identity. */
  readonly otherThanAsked: boolean;
  /** True when the account had a token set before. */
  readonly renewed: boolean;
  readonly expiresAt: number | null;
}

export type SignInFailure = TokenFailureCode | 'identity_refused' | 'vault_write_failed';

/** What the owner of the account list does for a sign-in. */
export interface SignInRegistry {
  /** The id under which this identity's token set is kept: its own account's where it has one; fails where no entry may take it. */
  accountIdFor(oauthProvider: string, identity: AccountIdentity): Result<string>;
  /** Adds the account or renews the one that has this identity; called when the token set is durable. */
  signedIn(fact: SignedIn): void | Promise<void>;
}

export interface SignInPorts {
  readonly tokens: Pick<TokenClient, 'exchange'>;
  readonly profiles: ProfileClient;
  readonly vault: Pick<Vault, 'read' | 'write'>;
  readonly registry: SignInRegistry;
  readonly settings: Pick<SettingsSource, 'current'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly logger: Logger;
}

/** Conflicts with a refresh of the same account that one sign-in puts up with. */
const MAX_CONFLICTS = 5;

/** From a code to an account: exchange, identity, vault, registry, in this order, so that a crash leaves an orphan secret at most. */
export async function signIn(
  ports: SignInPorts,
  provider: OAuthProviderSettings,
  grant: CodeGrant,
  askedFor: string | null,
): Promise<Result<SignedIn, SignInFailure>> {
  const settings = ports.settings.current();
  const proxy = tokenProxy(settings, entryForSignIn(settings, provider.name, askedFor));
  const exchanged = await ports.tokens.exchange(provider, grant, proxy);
  if (!exchanged.ok) {
    return { ok: false, error: describeTokenFailure(exchanged.error, new URL(provider.tokenUrl).host) };
  }

  const identity = await identify(ports, provider, exchanged.value);
  const accountId = ports.registry.accountIdFor(provider.name, identity);
  if (!accountId.ok) return fail('identity_refused', accountId.error.message);

  const record = signedInTokenSet(provider, exchanged.value, identity, ports.clock.now());
  const renewed = ports.vault.read(accountId.value) !== null;
  if (!(await store(ports.vault, accountId.value, record))) {
    return fail(
      'vault_write_failed',
      'The sign-in could not be stored on this disk; free some space and sign in again.',
    );
  }

  const signedIn: SignedIn = {
    accountId: accountId.value,
    oauthProvider: provider.name,
    identity,
    askedFor,
    signedInAs: identity.email,
    otherThanAsked: isOther(askedFor, identity.email),
    renewed,
    expiresAt: record.expiresAt,
  };
  await ports.registry.signedIn(signedIn);
  return ok(signedIn);
}

/** Where the provider does not tell who signed in, nothing can be said against them. */
function isOther(askedFor: string | null, signedInAs: string | null): boolean {
  return askedFor !== null && signedInAs !== null && askedFor.toLowerCase() !== signedInAs.toLowerCase();
}

/** Who the token belongs to, from the token answer and, where it answers, the profile. */
async function identify(
  ports: SignInPorts,
  provider: OAuthProviderSettings,
  grant: TokenGrant,
): Promise<AccountIdentity> {
  const told: AccountIdentity = { ...grant.identity, subscription: null, rateLimitTier: null };
  if (provider.profileUrl === null) return told;
  const entry = entryForSignIn(ports.settings.current(), provider.name, told.email);
  const profile = await ports.profiles.read(
    provider.profileUrl,
    new Secret(grant.accessToken),
    entry?.proxy ?? null,
  );
  if (profile === null) {
    ports.logger.warn('The profile of the account that signed in could not be read', {
      host: new URL(provider.profileUrl).host,
    });
  }
  return completed(told, profile ?? {});
}

/** A sign-in is newer than whatever is stored: where a refresh wrote in between, its version is the one to replace. */
async function store(
  vault: Pick<Vault, 'read' | 'write'>,
  accountId: string,
  record: TokenSetRecord,
): Promise<boolean> {
  for (let conflicts = 0; conflicts < MAX_CONFLICTS; conflicts++) {
    const result = await vault.write(accountId, record, vault.read(accountId)?.version ?? 0);
    if (result.ok) return true;
    if (result.error.code === 'write-failed') return false;
  }
  return false;
}
