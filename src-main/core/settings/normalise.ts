import { Secret } from '../lib/secret.ts';
import { LOG_LEVEL_WORDS } from './document-fields.ts';
import type { Findings } from './findings.ts';
import { isLoopbackHost, mayListenOn } from './listen-host.ts';
import { nearestName } from './nearest-name.ts';
import { normaliseHeaders } from './normalise-headers.ts';
import { normaliseRoutes } from './normalise-routes.ts';
import { readServingHours } from './serving-hours.ts';
import type {
  AuthSource,
  HistorySettings,
  NotificationSettings,
  OAuthProviderSettings,
  ProviderEntry,
  ServerSettings,
  Settings,
} from './settings.ts';
import { PROVIDER_TYPES, type ReadSettingsDocument } from './settings-document.ts';
import { type Path, quoted } from './settings-problem.ts';
import { says } from './statement.ts';
import { accountUrls, BUILT_IN_OAUTH_PROVIDER, OLD_TOKEN_URL } from './vendor-addresses.ts';

/** Defaults of the keys that a document may leave out. */
export const DEFAULTS = {
  host: '127.0.0.1',
  port: 9_090,
  maxBodyMb: 64,
  maxConcurrentRequests: 1_024,
  /** The client itself waits 300 to 360 s for a silent upstream, so Rota must not give up first. */
  timeoutSeconds: 600,
  failureTimeoutSeconds: 60,
  serviceName: 'rota',
  maxAmbiguousAttempts: 2,
  keepRequestsDays: 30,
  keepDaysDays: 730,
  maxHistoryMb: 256,
} as const;

/** Bytes of a megabyte as the settings count them. */
export const BYTES_PER_MB = 1_048_576;

/**
 * Turns a document that fits the schema into settings: defaults filled in, seconds into milliseconds,
 * providers in the user's order. What only shows between several values (duplicates, names that lead
 * nowhere) is reported to `findings`; the result counts only where no error was.
 */
export function normalise(
  document: ReadSettingsDocument,
  skippedProviders: ReadonlySet<string>,
  findings: Findings,
): Settings {
  const oauthProviders = normaliseOAuthProviders(document, findings);
  const providers = normaliseProviders(document, oauthProviders, findings);
  const general = document.settings ?? {};
  const oauth = general.oauth ?? {};
  return {
    server: normaliseServer(document, findings),
    providers,
    oauthProviders,
    modelRoutes: normaliseRoutes(document.model_routes ?? {}, { providers, skippedProviders, findings }),
    logLevel: LOG_LEVEL_WORDS[general.log_level ?? 'info']!,
    strategy: general.strategy ?? 'priority',
    sessionAffinity: general.session_affinity ?? true,
    oauth: {
      enableAutoRefresh: oauth.enable_auto_refresh ?? true,
      enablePersistence: oauth.enable_persistence ?? true,
      serviceName: oauth.service_name ?? DEFAULTS.serviceName,
      proxy: oauth.proxy || null,
      usagePolling: oauth.usage_polling ?? true,
    },
    notifications: normaliseNotifications(general.notifications ?? {}),
    history: normaliseHistory(general.history ?? {}),
    otlpUrl: general.otlp_url ?? null,
    failover: {
      maxAmbiguousAttempts: general.failover?.max_ambiguous_attempts ?? DEFAULTS.maxAmbiguousAttempts,
    },
    termsAcceptedAt: acceptedAt(general.terms_accepted),
  };
}

type GeneralDocument = NonNullable<ReadSettingsDocument['settings']>;

function normaliseNotifications(
  document: NonNullable<GeneralDocument['notifications']>,
): NotificationSettings {
  return {
    signInNeeded: document.sign_in_needed ?? true,
    allResting: document.all_resting ?? true,
    switched: document.switched ?? true,
    windowFilling: document.window_filling ?? true,
    tokenEnding: document.token_ending ?? true,
  };
}

function normaliseHistory(document: NonNullable<GeneralDocument['history']>): HistorySettings {
  return {
    keepRequestsDays: document.keep_requests_days ?? DEFAULTS.keepRequestsDays,
    keepDaysDays: document.keep_days_days ?? DEFAULTS.keepDaysDays,
    maxBytes: Math.round((document.max_mb ?? DEFAULTS.maxHistoryMb) * BYTES_PER_MB),
  };
}

function normaliseServer(document: ReadSettingsDocument, findings: Findings): ServerSettings {
  const server = document.server ?? {};
  const host = server.host ?? DEFAULTS.host;
  const allowedHosts = server.allowed_hosts ?? [];
  if (!mayListenOn(host, allowedHosts)) {
    findings.error('host-not-allowed', ['server', 'host'], says('host.notAllowed'));
  }
  return {
    host,
    port: server.port ?? DEFAULTS.port,
    allowedHosts,
    maxBodyBytes: Math.round((server.max_body_mb ?? DEFAULTS.maxBodyMb) * BYTES_PER_MB),
    maxConcurrentRequests: server.max_concurrent_requests ?? DEFAULTS.maxConcurrentRequests,
  };
}

/** Entries with a `priority` come first, in its order; the others follow in the order of the file. */
function normaliseProviders(
  document: ReadSettingsDocument,
  oauthProviders: readonly OAuthProviderSettings[],
  findings: Findings,
): ProviderEntry[] {
  const seen = new Set<string>();
  const entries = (document.providers ?? []).map((provider, index) => {
    const path: Path = ['providers', index];
    const entry = normaliseProvider(provider, path, oauthProviders, findings);
    const identity = JSON.stringify([entry.name, entry.accountEmail?.toLowerCase() ?? null]);
    if (seen.has(identity)) {
      const twice = entry.accountEmail === null ? 'account.twiceWithoutEmail' : 'account.twice';
      findings.error('duplicate-account', path, says(twice));
    }
    seen.add(identity);
    return { entry, priority: provider.priority ?? Number.POSITIVE_INFINITY };
  });
  return entries.sort((a, b) => compare(a.priority, b.priority)).map(({ entry }) => entry);
}

function normaliseProvider(
  provider: NonNullable<ReadSettingsDocument['providers']>[number],
  path: Path,
  oauthProviders: readonly OAuthProviderSettings[],
  findings: Findings,
): ProviderEntry {
  const auth = authSource(provider, path, oauthProviders, findings);
  const baseUrl = withoutTrailingSlash(provider.base_url);
  if (baseUrl.startsWith('http:') && !isLoopbackHost(new URL(baseUrl).hostname)) {
    findings.warn('plain-http', [...path, 'base_url'], says('baseUrl.plain'));
  }
  return {
    name: provider.name,
    type: PROVIDER_TYPES[provider.type ?? 'anthropic'],
    baseUrl,
    authType: auth.kind === 'oauth' ? 'auth_token' : (provider.auth_type ?? 'api_key'),
    auth,
    accountEmail: provider.account_email || null,
    label: provider.label ?? null,
    proxy: provider.proxy || null,
    hours: provider.hours ? readServingHours(provider.hours) : null,
    maxConcurrentRequests: provider.max_concurrent_requests ?? null,
    enabled: provider.enabled ?? true,
    timeoutMs: (provider.timeout_seconds ?? DEFAULTS.timeoutSeconds) * 1_000,
    failureTimeoutMs: (provider.failure_timeout_seconds ?? DEFAULTS.failureTimeoutSeconds) * 1_000,
    apiVersion: provider.api_version ?? null,
    customHeaders: normaliseHeaders(provider.custom_headers ?? {}, [...path, 'custom_headers'], findings),
  };
}

function authSource(
  provider: NonNullable<ReadSettingsDocument['providers']>[number],
  path: Path,
  oauthProviders: readonly OAuthProviderSettings[],
  findings: Findings,
): AuthSource {
  const value = provider.auth_value ?? '';
  if (value === 'oauth') {
    return {
      kind: 'oauth',
      oauthProvider: oauthProviderFor(provider.oauth_provider, path, oauthProviders, findings),
    };
  }
  if (value === 'vault') return { kind: 'vault' };
  const valuePath = [...path, 'auth_value'];
  if (value === '') {
    findings.warn('empty-secret', valuePath, says('auth.empty'));
    return { kind: 'vault' };
  }
  if (value.startsWith('env:')) {
    const name = value.slice('env:'.length);
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
      findings.error('wrong-value', valuePath, says('auth.envName'));
    }
    return { kind: 'env', name };
  }
  if (!/^[\x21-\x7e]+$/.test(value)) {
    findings.error('wrong-value', valuePath, says('auth.blanks'));
  }
  return { kind: 'literal', secret: new Secret(value) };
}

/** The OAuth provider of an entry: the one it names, else the vendor's, else the first. */
function oauthProviderFor(
  named: string | null | undefined,
  path: Path,
  oauthProviders: readonly OAuthProviderSettings[],
  findings: Findings,
): string {
  const names = oauthProviders.map((provider) => provider.name);
  if (named == null)
    return names.includes(BUILT_IN_OAUTH_PROVIDER.name) ? BUILT_IN_OAUTH_PROVIDER.name : names[0]!;
  if (!names.includes(named)) {
    const near = nearestName(named, names);
    findings.error(
      'unknown-oauth-provider',
      [...path, 'oauth_provider'],
      near === null
        ? says('oauthProvider.unknown')
        : says('oauthProvider.unknownNear', { near: quoted(near) }),
    );
  }
  return named;
}

/** The providers that the document names; the built-in one stands for them only where it names none. */
function normaliseOAuthProviders(
  document: ReadSettingsDocument,
  findings: Findings,
): OAuthProviderSettings[] {
  const seen = new Set<string>();
  const providers = (document.oauth_providers ?? []).map((provider, index): OAuthProviderSettings => {
    const path: Path = ['oauth_providers', index];
    if (seen.has(provider.name)) {
      findings.error('duplicate-oauth-provider', [...path, 'name'], says('oauthProvider.twice'));
    }
    seen.add(provider.name);
    let tokenUrl = provider.token_url;
    if (tokenUrl === OLD_TOKEN_URL) {
      tokenUrl = BUILT_IN_OAUTH_PROVIDER.tokenUrl;
      findings.warn(
        'old-token-url',
        [...path, 'token_url'],
        says('oauthProvider.oldTokenUrl', { old: OLD_TOKEN_URL, used: tokenUrl }),
      );
    }
    return {
      name: provider.name,
      clientId: provider.client_id,
      authUrl: provider.auth_url,
      tokenUrl,
      redirectUri: provider.redirect_uri,
      scopes: provider.scopes ?? [],
      customHeaders: normaliseHeaders(provider.custom_headers ?? {}, [...path, 'custom_headers'], findings),
      tokenRequestFormat: provider.token_request_format ?? 'json',
      ...accountUrls({ tokenUrl, profileUrl: provider.profile_url, usageUrl: provider.usage_url }),
    };
  });
  return providers.length > 0 ? providers : [BUILT_IN_OAUTH_PROVIDER];
}

/** 0 where the document only says `true`. */
function acceptedAt(terms: boolean | string | null | undefined): number | null {
  if (typeof terms === 'string') return Date.parse(terms);
  return terms === true ? 0 : null;
}

function withoutTrailingSlash(address: string): string {
  const url = new URL(address);
  return (url.origin + url.pathname).replace(/\/+$/, '');
}

/** For `sort`: infinities compare as equal, where a difference would be NaN. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
