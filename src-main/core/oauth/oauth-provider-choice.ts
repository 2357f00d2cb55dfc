import type { OAuthProviderSettings, ProviderEntry, Settings } from '../settings/settings.ts';

/** The OAuth provider that a sign-in means by `name`: its own name or that of an entry which uses it; absent = the first. */
export function chooseOAuthProvider(
  settings: Pick<Settings, 'oauthProviders' | 'providers'>,
  name: string | undefined,
): OAuthProviderSettings | null {
  const byName = (wanted: string) => settings.oauthProviders.find((provider) => provider.name === wanted);
  if (name === undefined) return settings.oauthProviders[0] ?? null;
  const entry = settings.providers.find((one) => one.name === name && one.auth.kind === 'oauth');
  return byName(name) ?? byName(oauthProviderOf(entry) ?? '') ?? null;
}

function oauthProviderOf(entry: ProviderEntry | undefined): string | null {
  return entry?.auth.kind === 'oauth' ? entry.auth.oauthProvider : null;
}
