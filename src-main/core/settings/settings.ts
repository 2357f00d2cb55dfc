import type { Secret } from '../lib/secret.ts';

/**
 * The settings in force, whatever file they came from: one immutable value, replaced whole on every change.
 * The names follow the two older file formats (docs/settings.md); here they are normalised: times in
 * milliseconds, absent values filled in, providers in the user's order.
 */
export interface Settings {
  readonly server: ServerSettings;
  /** In the user's order: by `priority` where given, else by place in the file. One entry is one account. */
  readonly providers: readonly ProviderEntry[];
  readonly oauthProviders: readonly OAuthProviderSettings[];
  readonly modelRoutes: readonly ModelRouteSettings[];
  readonly logLevel: LogLevel;
  readonly strategy: Strategy;
  readonly sessionAffinity: boolean;
  readonly oauth: {
    readonly enableAutoRefresh: boolean;
    /** False keeps every token in memory only. */
    readonly enablePersistence: boolean;
    /** Service name of the entry in the OS keychain. */
    readonly serviceName: string;
    /** Proxy for token requests; null leaves the account's own proxy in charge. */
    readonly proxy: string | null;
    /** Whether the provider's usage endpoint is asked about idle accounts (`settings.oauth.usage_polling`, default true). */
    readonly usagePolling: boolean;
  };
  /** Which notifications are shown (`settings.notifications.sign_in_needed` and so on; all on by default). */
  readonly notifications: NotificationSettings;
  /** How much usage history is kept (`settings.history.…`). */
  readonly history: HistorySettings;
  /** Where metrics are sent by OTLP over HTTP (`settings.otlp_url`), or null. */
  readonly otlpUrl: string | null;
  readonly failover: {
    /** How many accounts one request may be sent to when an answer leaves open whether it was billed (5xx, reset, timeout). */
    readonly maxAmbiguousAttempts: number;
  };
  /** When the user accepted the note on subscription sign-in (ms since the epoch; 0 where a file only says `true`), or null. */
  readonly termsAcceptedAt: number | null;
}

export interface NotificationSettings {
  readonly signInNeeded: boolean;
  readonly allResting: boolean;
  readonly switched: boolean;
  /** At 80 % and 95 % of a quota window. */
  readonly windowFilling: boolean;
  readonly tokenEnding: boolean;
}

export interface HistorySettings {
  /** Days for which single requests are kept (`keep_requests_days`, default 30). */
  readonly keepRequestsDays: number;
  /** Days for which daily sums are kept (`keep_days_days`, default 730). */
  readonly keepDaysDays: number;
  /** Largest size of the database with its side files (`max_mb`, default 256 MiB), in bytes. */
  readonly maxBytes: number;
}

export interface ServerSettings {
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  /** `name:port` pairs that the Host and Origin checks also accept, for tunnels and containers. */
  readonly allowedHosts: readonly string[];
  /** Largest request body, in bytes. */
  readonly maxBodyBytes: number;
  /** Most proxied requests in flight at once. */
  readonly maxConcurrentRequests: number;
}

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error';
export type Strategy = 'priority' | 'round_robin' | 'least_used' | 'soonest_reset';

/** Where an account's secret is. */
export type AuthSource =
  /** A token set in the vault, made by signing in. */
  | { readonly kind: 'oauth'; readonly oauthProvider: string }
  /** In the vault under the account's id (added in the app or by the command line). */
  | { readonly kind: 'vault' }
  /** Written in a `--config` file. */
  | { readonly kind: 'literal'; readonly secret: Secret }
  /** In an environment variable, read at every use. */
  | { readonly kind: 'env'; readonly name: string };

export interface ProviderEntry {
  readonly name: string;
  readonly type: 'anthropic' | 'compatible';
  /** Without a trailing slash; may carry a path prefix. */
  readonly baseUrl: string;
  /** Which header carries the secret: `x-api-key`, or `Authorization: Bearer`. */
  readonly authType: 'api_key' | 'auth_token';
  readonly auth: AuthSource;
  readonly accountEmail: string | null;
  /** A chosen name to show, or null. */
  readonly label: string | null;
  /** null = the system's environment, 'none' = direct, else a http, https or socks5 URL. */
  readonly proxy: string | 'none' | null;
  /** The hours of the local day in which it serves (`hours: 09:00-18:00`; may run over midnight), or null for always. */
  readonly hours: ServingHours | null;
  /** Most requests in flight at once (`max_concurrent_requests`), or null for no limit of its own. */
  readonly maxConcurrentRequests: number | null;
  readonly enabled: boolean;
  /** Longest silence of the upstream, before the response head and between bytes, in ms. */
  readonly timeoutMs: number;
  /** Base cooldown after a failure whose end the upstream did not state, in ms. */
  readonly failureTimeoutMs: number;
  /** Sent as `anthropic-version` only where the client sent none; null adds nothing. */
  readonly apiVersion: string | null;
  /** Added to upstream requests; names in lower case. */
  readonly customHeaders: Readonly<Record<string, string>>;
}

/** A daily span in minutes since local midnight; `toMinute` smaller than `fromMinute` runs over midnight. */
export interface ServingHours {
  readonly fromMinute: number;
  readonly toMinute: number;
}

export interface OAuthProviderSettings {
  readonly name: string;
  readonly clientId: string;
  readonly authUrl: string;
  readonly tokenUrl: string;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  /** Added to token requests. */
  readonly customHeaders: Readonly<Record<string, string>>;
  readonly tokenRequestFormat: 'json' | 'form';
  /** null = identity is taken from the token response alone. */
  readonly profileUrl: string | null;
  /** null = never asked. */
  readonly usageUrl: string | null;
}

export interface ModelRouteSettings {
  /** A glob on the model name, e.g. `*sonnet*`. */
  readonly pattern: string;
  readonly strategy: Strategy | null;
  readonly candidates: readonly {
    readonly provider: string;
    readonly accountEmail: string | null;
    /** null = `passthrough`: the model name stays. */
    readonly model: string | null;
    readonly priority: number;
  }[];
}

/** Where the settings came from; `readOnlyFile` makes the UI and the `accounts` commands read-only. */
export interface SettingsOrigin {
  readonly readOnlyFile: string | null;
}

/** Owner of the settings: others read `current()` and hear `subscribe`. */
export interface SettingsSource {
  current(): Settings;
  readonly origin: SettingsOrigin;
  /** Hears every new valid value after it is in force. */
  subscribe(listener: (settings: Settings) => void): Disposable;
}
