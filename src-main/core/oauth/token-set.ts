import type { AccountIdentity } from '../../../src-shared/model/account.ts';
import type { OAuthProviderSettings } from '../settings/settings.ts';
import type { TokenSetRecord } from '../vault/vault-port.ts';
import type { TokenGrant } from './token-answer.ts';

/** The token set of a sign-in; `now` is ms since the epoch. */
export function signedInTokenSet(
  provider: Pick<OAuthProviderSettings, 'name' | 'scopes'>,
  grant: TokenGrant,
  identity: AccountIdentity,
  now: number,
): TokenSetRecord {
  return {
    kind: 'token-set',
    oauthProvider: provider.name,
    accessToken: grant.accessToken,
    refreshToken: grant.refreshToken,
    expiresAt: grant.expiresAt,
    refreshTokenExpiresAt: grant.refreshTokenExpiresAt,
    scopes: grant.scopes ?? provider.scopes,
    identity,
    signedInAt: now,
    rotatedAt: now,
  };
}

/** The token set after a refresh: what the answer does not name stays as it was (RFC 6749 section 6). */
export function rotatedTokenSet(record: TokenSetRecord, grant: TokenGrant, now: number): TokenSetRecord {
  return {
    ...record,
    accessToken: grant.accessToken,
    refreshToken: grant.refreshToken ?? record.refreshToken,
    expiresAt: grant.expiresAt,
    refreshTokenExpiresAt: grant.refreshTokenExpiresAt ?? record.refreshTokenExpiresAt,
    scopes: grant.scopes ?? record.scopes,
    // Who signed in does not change with a refresh; the answer may only fill in what was unknown.
    identity: completed(record.identity, grant.identity),
    rotatedAt: now,
  };
}

/** The identity with every unknown part taken from `other` where that knows it. */
export function completed(identity: AccountIdentity, other: Partial<AccountIdentity>): AccountIdentity {
  return {
    email: identity.email ?? other.email ?? null,
    accountUuid: identity.accountUuid ?? other.accountUuid ?? null,
    organizationUuid: identity.organizationUuid ?? other.organizationUuid ?? null,
    organizationName: identity.organizationName ?? other.organizationName ?? null,
    subscription: identity.subscription ?? other.subscription ?? null,
    rateLimitTier: identity.rateLimitTier ?? other.rateLimitTier ?? null,
  };
}
