import type { ProviderEntry, Settings } from '../settings/settings.ts';
import type { ProxyChoice } from './http-fetch.ts';

/** The proxy for token requests: that of `settings.oauth`, else the account's own. */
export function tokenProxy(settings: Settings, entry: ProviderEntry | null): ProxyChoice {
  return settings.oauth.proxy ?? entry?.proxy ?? null;
}

/**
 * The entry whose proxy serves a sign-in, before and after it is known who signs in: the one with that
 * email, else the first without an email, else the first of the OAuth provider; null when none uses it.
 */
export function entryForSignIn(
  settings: Settings,
  oauthProvider: string,
  email: string | null,
): ProviderEntry | null {
  const entries = settings.providers.filter(
    (entry) => entry.auth.kind === 'oauth' && entry.auth.oauthProvider === oauthProvider,
  );
  const wanted = email?.toLowerCase();
  return (
    entries.find((entry) => entry.accountEmail !== null && entry.accountEmail.toLowerCase() === wanted) ??
    entries.find((entry) => entry.accountEmail === null) ??
    entries[0] ??
    null
  );
}
