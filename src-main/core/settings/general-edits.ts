import { BYTES_PER_MB } from './normalise.ts';
import type { HistorySettings, LogLevel, NotificationSettings, Strategy } from './settings.ts';
import type { SettingsDocument } from './settings-document.ts';
import { type KeyChange, withKeys } from './with-keys.ts';

/** A change of general settings; what is absent stays, null goes back to the default. */
export interface GeneralChange {
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  readonly allowedHosts?: readonly string[] | undefined;
  readonly maxBodyBytes?: number | undefined;
  readonly maxConcurrentRequests?: number | undefined;
  readonly logLevel?: LogLevel | undefined;
  readonly strategy?: Strategy | undefined;
  readonly sessionAffinity?: boolean | undefined;
  readonly maxAmbiguousAttempts?: number | undefined;
  readonly autoRefresh?: boolean | undefined;
  readonly persistence?: boolean | undefined;
  readonly serviceName?: string | undefined;
  readonly usagePolling?: boolean | undefined;
  readonly tokenProxy?: string | null | undefined;
  readonly otlpUrl?: string | null | undefined;
  readonly notifications?: Changed<NotificationSettings> | undefined;
  readonly history?: Changed<HistorySettings> | undefined;
}

type Changed<Values> = { readonly [Key in keyof Values]?: Values[Key] | undefined };
type GeneralDocument = NonNullable<SettingsDocument['settings']>;

/** Writes the named settings and no others. */
export function changeGeneral(document: SettingsDocument, change: GeneralChange): SettingsDocument {
  const { notifications, history } = change;
  const general = document.settings ?? {};
  const settings: GeneralDocument = withKeys(general, {
    log_level: change.logLevel,
    strategy: change.strategy,
    session_affinity: change.sessionAffinity,
    otlp_url: change.otlpUrl,
    failover: section(general.failover, { max_ambiguous_attempts: change.maxAmbiguousAttempts }),
    oauth: section(general.oauth, {
      enable_auto_refresh: change.autoRefresh,
      enable_persistence: change.persistence,
      service_name: change.serviceName,
      usage_polling: change.usagePolling,
      proxy: change.tokenProxy,
    }),
    notifications: section(general.notifications, {
      sign_in_needed: notifications?.signInNeeded,
      all_resting: notifications?.allResting,
      switched: notifications?.switched,
      window_filling: notifications?.windowFilling,
      token_ending: notifications?.tokenEnding,
    }),
    history: section(general.history, {
      keep_requests_days: history?.keepRequestsDays,
      keep_days_days: history?.keepDaysDays,
      max_mb: history?.maxBytes === undefined ? undefined : history.maxBytes / BYTES_PER_MB,
    }),
  });
  const server = section(document.server, {
    host: change.host,
    port: change.port,
    // An empty list is the default.
    allowed_hosts: change.allowedHosts?.length === 0 ? null : change.allowedHosts?.slice(),
    max_body_mb: change.maxBodyBytes === undefined ? undefined : change.maxBodyBytes / BYTES_PER_MB,
    max_concurrent_requests: change.maxConcurrentRequests,
  });
  return { ...document, settings, ...(server && { server }) };
}

/**
 * Puts general settings back to their defaults. What stays beside accounts and routes: the decision on the
 * terms, where secrets are kept (another keychain name would lose them), and who may reach the gateway.
 */
export function resetGeneral(document: SettingsDocument): SettingsDocument {
  const { server, settings } = document;
  return {
    ...document,
    ...(server && {
      server: withKeys(server, { port: null, max_body_mb: null, max_concurrent_requests: null }),
    }),
    ...(settings && {
      settings: withKeys(settings, {
        log_level: null,
        strategy: null,
        session_affinity: null,
        otlp_url: null,
        failover: null,
        notifications: null,
        history: null,
        oauth:
          settings.oauth &&
          withKeys(settings.oauth, { enable_auto_refresh: null, usage_polling: null, proxy: null }),
      }),
    }),
  };
}

/** A section with some keys changed; undefined where nothing is. */
function section<Section extends object>(
  present: Section | null | undefined,
  change: KeyChange<NoInfer<Section>>,
): Section | undefined {
  const changes = Object.values(change).some((value) => value !== undefined);
  return changes ? withKeys(present ?? ({} as Section), change) : undefined;
}
