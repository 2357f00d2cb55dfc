import { Secret } from '../lib/secret.ts';
import type { OAuthProviderSettings } from '../settings/settings.ts';

/** Everything that goes out with one token request; the body holds a secret. */
export interface TokenRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Secret;
}

/** What an authorization code is exchanged with (RFC 6749 section 4.1.3, RFC 7636 section 4.5). */
export interface CodeGrant {
  readonly code: Secret;
  /** The one that the authorization request named. */
  readonly redirectUri: string;
  readonly codeVerifier: Secret;
  /** Not part of RFC 6749, but the vendor's client sends it and its endpoint expects it. */
  readonly state: string;
}

/** What a token set is renewed with (RFC 6749 section 6). */
export interface RefreshGrant {
  readonly refreshToken: Secret;
  /** The scopes that were granted; RFC 6749 forbids asking for more. */
  readonly scopes: readonly string[];
}

/** Only good for making an API key at sign-in; the vendor's own client leaves it out of every refresh. */
const LOGIN_ONLY_SCOPE = 'org:create_api_key';

/** The request that turns a code into a token set. */
export function exchangeRequest(
  provider: OAuthProviderSettings,
  grant: CodeGrant,
  userAgent: string,
): TokenRequest {
  return tokenRequest(provider, userAgent, {
    grant_type: 'authorization_code',
    code: grant.code.reveal(),
    redirect_uri: grant.redirectUri,
    client_id: provider.clientId,
    code_verifier: grant.codeVerifier.reveal(),
    state: grant.state,
  });
}

/** The request that rotates a token set. */
export function refreshRequest(
  provider: OAuthProviderSettings,
  grant: RefreshGrant,
  userAgent: string,
): TokenRequest {
  const scope = grant.scopes.filter((name) => name !== LOGIN_ONLY_SCOPE).join(' ');
  return tokenRequest(provider, userAgent, {
    grant_type: 'refresh_token',
    refresh_token: grant.refreshToken.reveal(),
    client_id: provider.clientId,
    // An empty scope is not valid (RFC 6749 section 3.3); without one the original scope is meant.
    ...(scope === '' ? {} : { scope }),
  });
}

function tokenRequest(
  provider: OAuthProviderSettings,
  userAgent: string,
  fields: Readonly<Record<string, string>>,
): TokenRequest {
  const json = provider.tokenRequestFormat === 'json';
  return {
    url: provider.tokenUrl,
    headers: {
      accept: 'application/json',
      'user-agent': userAgent,
      ...inLowerCase(provider.customHeaders),
      'content-type': json ? 'application/json' : 'application/x-www-form-urlencoded',
    },
    body: new Secret(json ? JSON.stringify(fields) : new URLSearchParams(fields).toString()),
  };
}

/** Header names fold case, so that a configured `User-Agent` replaces ours instead of standing beside it. */
function inLowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
