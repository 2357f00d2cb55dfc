import { DEFAULTS } from './normalise.ts';
import { servingHoursText } from './serving-hours.ts';
import type { AuthSource, ModelRouteSettings, OAuthProviderSettings, ProviderEntry } from './settings.ts';
import type { OAuthProviderDocument, ProviderDocument, RouteDocument } from './settings-document.ts';
import { accountUrls } from './vendor-addresses.ts';

/**
 * The way back from normalised settings to the document, for what is written into `config.json`. Values that
 * equal the default are left out. The reverse of `normalise`: reading the result gives the same settings.
 */

/** A provider entry; `authValue` says what stands for the secret. The order is not part of an entry, so there is no priority. */
export function providerDocument<Value extends string>(
  entry: ProviderEntry,
  authValue: (auth: AuthSource) => Value,
): ProviderDocument & { auth_value: Value } {
  return {
    name: entry.name,
    type: entry.type === 'anthropic' ? 'anthropic' : 'anthropic_compatible',
    base_url: entry.baseUrl,
    auth_type: entry.authType,
    auth_value: authValue(entry.auth),
    ...(entry.auth.kind === 'oauth' ? { oauth_provider: entry.auth.oauthProvider } : {}),
    ...(entry.accountEmail === null ? {} : { account_email: entry.accountEmail }),
    ...(entry.label === null ? {} : { label: entry.label }),
    ...(entry.proxy === null ? {} : { proxy: entry.proxy }),
    ...(entry.hours === null ? {} : { hours: servingHoursText(entry.hours) }),
    ...(entry.maxConcurrentRequests === null ? {} : { max_concurrent_requests: entry.maxConcurrentRequests }),
    ...(entry.enabled ? {} : { enabled: false }),
    ...secondsUnlessDefault('timeout_seconds', entry.timeoutMs, DEFAULTS.timeoutSeconds),
    ...secondsUnlessDefault(
      'failure_timeout_seconds',
      entry.failureTimeoutMs,
      DEFAULTS.failureTimeoutSeconds,
    ),
    ...(entry.apiVersion === null ? {} : { api_version: entry.apiVersion }),
    ...headersUnlessNone(entry.customHeaders),
  };
}

/** An OAuth provider. */
export function oauthProviderDocument(provider: OAuthProviderSettings): OAuthProviderDocument {
  const { tokenUrl, profileUrl, usageUrl } = provider;
  const derived = accountUrls({ tokenUrl, profileUrl: undefined, usageUrl: undefined });
  return {
    name: provider.name,
    client_id: provider.clientId,
    auth_url: provider.authUrl,
    token_url: tokenUrl,
    redirect_uri: provider.redirectUri,
    scopes: [...provider.scopes],
    ...headersUnlessNone(provider.customHeaders),
    ...(provider.tokenRequestFormat === 'json' ? {} : { token_request_format: provider.tokenRequestFormat }),
    ...(profileUrl === derived.profileUrl ? {} : { profile_url: profileUrl }),
    ...(usageUrl === accountUrls({ tokenUrl, profileUrl, usageUrl: undefined }).usageUrl
      ? {}
      : { usage_url: usageUrl }),
  };
}

/** The candidates of a model route. */
export function routeDocument(route: ModelRouteSettings): RouteDocument {
  const candidates = route.candidates.map((candidate) => ({
    provider: candidate.provider,
    ...(candidate.model === null ? {} : { model: candidate.model }),
    priority: candidate.priority,
    ...(candidate.accountEmail === null ? {} : { account_email: candidate.accountEmail }),
  }));
  return route.strategy === null ? candidates : { strategy: route.strategy, candidates };
}

function secondsUnlessDefault<Key extends string>(key: Key, ms: number, defaultSeconds: number) {
  return (ms === defaultSeconds * 1_000 ? {} : { [key]: ms / 1_000 }) as Partial<Record<Key, number>>;
}

function headersUnlessNone(headers: Readonly<Record<string, string>>) {
  return Object.keys(headers).length === 0 ? {} : { custom_headers: { ...headers } };
}
