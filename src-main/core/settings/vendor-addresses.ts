import type { OAuthProviderSettings } from './settings.ts';

/** The OAuth provider that is there without a settings file (the addresses that the vendor's own client uses). */
export const BUILT_IN_OAUTH_PROVIDER: OAuthProviderSettings = {
  name: 'anthropic',
  clientId: '9d1c250a-e61b-44d9-88ed-5944d1962f5e',
  authUrl: 'https://claude.ai/oauth/authorize',
  tokenUrl: 'https://platform.claude.com/v1/oauth/token',
  redirectUri: 'https://platform.claude.com/oauth/code/callback',
  scopes: ['org:create_api_key', 'user:profile', 'user:inference', 'user:sessions:claude_code'],
  customHeaders: {},
  tokenRequestFormat: 'json',
  profileUrl: 'https://api.anthropic.com/api/oauth/profile',
  usageUrl: 'https://api.anthropic.com/api/oauth/usage',
};

/** The address that both older formats name; it answers 404 since June 2026. */
export const OLD_TOKEN_URL = 'https://console.anthropic.com/v1/oauth/token';

const USAGE_PATH = '/api/oauth/usage';

/** Whether an address belongs to the vendor, so that a token of the vendor may go to the vendor's other addresses too. */
export function isVendorUrl(address: string): boolean {
  const url = URL.parse(address);
  return url?.protocol === 'https:' && /^(.+\.)?(claude\.ai|claude\.com|anthropic\.com)$/.test(url.hostname);
}

/**
 * Where identity and usage are asked. A profile address that is not named is the vendor's only where the
 * token address is: a token goes to no host that the settings do not name. Null names "never asked".
 */
export function accountUrls(named: {
  readonly tokenUrl: string;
  readonly profileUrl: string | null | undefined;
  readonly usageUrl: string | null | undefined;
}): Pick<OAuthProviderSettings, 'profileUrl' | 'usageUrl'> {
  const vendorsOwn = isVendorUrl(named.tokenUrl) ? BUILT_IN_OAUTH_PROVIDER.profileUrl : null;
  const profileUrl = named.profileUrl === undefined ? vendorsOwn : named.profileUrl;
  const derived = profileUrl === null ? null : new URL(profileUrl).origin + USAGE_PATH;
  return { profileUrl, usageUrl: named.usageUrl === undefined ? derived : named.usageUrl };
}
