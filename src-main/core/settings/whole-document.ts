import { isDeepStrictEqual } from 'node:util';
import { checkDocument } from './check-document.ts';
import { oauthProviderDocument, providerDocument, routeDocument } from './document-of.ts';
import { BYTES_PER_MB } from './normalise.ts';
import type { AuthSource, Settings } from './settings.ts';
import type { SettingsDocument } from './settings-document.ts';

type Mapping = Readonly<Record<string, unknown>>;

/**
 * The document of whole settings, without what equals a default: reading it gives the same settings.
 * `authValue` says what stands for each secret.
 */
export function wholeDocument(settings: Settings, authValue: (auth: AuthSource) => string): SettingsDocument {
  const defaults = checkDocument({});
  if (!defaults.ok) throw new TypeError('an empty document is not valid');
  return withoutDefaults(everything(settings, authValue), everything(defaults.settings, authValue));
}

function everything(settings: Settings, authValue: (auth: AuthSource) => string): SettingsDocument {
  const { server, oauth, notifications, history, failover, termsAcceptedAt } = settings;
  return {
    server: {
      host: server.host,
      port: server.port,
      allowed_hosts: [...server.allowedHosts],
      max_body_mb: server.maxBodyBytes / BYTES_PER_MB,
      max_concurrent_requests: server.maxConcurrentRequests,
    },
    providers: settings.providers.map((entry) => providerDocument(entry, authValue)),
    oauth_providers: settings.oauthProviders.map(oauthProviderDocument),
    model_routes: Object.fromEntries(
      settings.modelRoutes.map((route) => [route.pattern, routeDocument(route)]),
    ),
    settings: {
      log_level: settings.logLevel,
      strategy: settings.strategy,
      session_affinity: settings.sessionAffinity,
      oauth: {
        enable_auto_refresh: oauth.enableAutoRefresh,
        enable_persistence: oauth.enablePersistence,
        service_name: oauth.serviceName,
        proxy: oauth.proxy,
        usage_polling: oauth.usagePolling,
      },
      notifications: {
        sign_in_needed: notifications.signInNeeded,
        all_resting: notifications.allResting,
        switched: notifications.switched,
        window_filling: notifications.windowFilling,
        token_ending: notifications.tokenEnding,
      },
      history: {
        keep_requests_days: history.keepRequestsDays,
        keep_days_days: history.keepDaysDays,
        max_mb: history.maxBytes / BYTES_PER_MB,
      },
      otlp_url: settings.otlpUrl,
      failover: { max_ambiguous_attempts: failover.maxAmbiguousAttempts },
      terms_accepted: termsDocument(termsAcceptedAt),
    },
  };
}

function termsDocument(acceptedAt: number | null): boolean | string {
  if (acceptedAt === null) return false;
  return acceptedAt === 0 ? true : new Date(acceptedAt).toISOString();
}

/** The parts of `values` that `defaults` does not hold just so; mappings are looked into. */
function withoutDefaults<Values extends object>(values: Values, defaults: object): Values {
  const kept = Object.entries(values).flatMap(([key, value]): [string, unknown][] => {
    const usual = (defaults as Mapping)[key];
    if (isDeepStrictEqual(value, usual)) return [];
    return [[key, isMapping(value) && isMapping(usual) ? withoutDefaults(value, usual) : value]];
  });
  return Object.fromEntries(kept) as Values;
}

function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
