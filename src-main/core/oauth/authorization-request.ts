import type { OAuthProviderSettings } from '../settings/settings.ts';

/** What one authorization request says besides the provider's own settings. */
export interface AuthorizationRequest {
  /** The redirect URI of the way in use; the exchange must repeat it (RFC 6749 section 4.1.3). */
  readonly redirectUri: string;
  readonly codeChallenge: string;
  readonly state: string;
  /** The account that was asked for; the sign-in page fills it in. */
  readonly loginHint: string | null;
}

/** The address to open in a browser. Parameters that the configured `auth_url` already carries are kept. */
export function authorizationUrl(
  provider: Pick<OAuthProviderSettings, 'authUrl' | 'clientId' | 'scopes'>,
  request: AuthorizationRequest,
): string {
  const url = new URL(provider.authUrl);
  const query = url.searchParams;
  // Not part of RFC 6749: asks the vendor's page to show `code#state` where it cannot redirect. Others ignore it.
  query.set('code', 'true');
  query.set('client_id', provider.clientId);
  query.set('response_type', 'code');
  query.set('redirect_uri', request.redirectUri);
  query.set('scope', provider.scopes.join(' '));
  query.set('code_challenge', request.codeChallenge);
  query.set('code_challenge_method', 'S256');
  query.set('state', request.state);
  if (request.loginHint !== null) query.set('login_hint', request.loginHint);
  // URLSearchParams writes a space as `+`, which a server that decodes by RFC 3986 alone would keep as a plus.
  url.search = query.toString().replaceAll('+', '%20');
  return url.href;
}
