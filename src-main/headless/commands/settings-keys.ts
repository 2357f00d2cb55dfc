import type { CallInput } from '../../../src-shared/contract/contract.ts';
import { nearestName } from '../../core/settings/nearest-name.ts';
import type { Settings } from '../../core/settings/settings.ts';

/** Bytes of a megabyte as the settings count them. */
const BYTES_PER_MB = 1_048_576;

/** The settings beside accounts and routes, as `settings.get` gives them. */
export type GeneralSettings = Pick<
  Settings,
  | 'server'
  | 'logLevel'
  | 'strategy'
  | 'sessionAffinity'
  | 'oauth'
  | 'notifications'
  | 'history'
  | 'otlpUrl'
  | 'failover'
  | 'termsAcceptedAt'
>;

/** A change of general settings; what is absent stays. */
export type SettingsChange = CallInput<'settings.update'>;

/** A value to show; null where there is none. */
export type SettingValue = string | number | boolean | null | readonly string[];

/** What a person may type for a value. */
export type Takes =
  | 'onOff'
  | 'strategy'
  | 'logLevel'
  | 'port'
  | 'accounts'
  | 'days'
  | 'megabytes'
  | 'proxy'
  | 'address'
  | 'host'
  | 'hosts'
  | 'requests'
  | 'name';

interface AnySetting {
  /** As docs/settings.md names it within its section. */
  readonly name: string;
  readonly section: 'server' | 'settings';
  readonly valueIn: (settings: GeneralSettings) => SettingValue;
}

/** A setting that is changed elsewhere. */
interface ShownSetting extends AnySetting {
  readonly change: null;
}

/** A setting that `rota settings set` changes. */
export interface SettableSetting extends AnySetting {
  readonly change: {
    readonly takes: Takes;
    /** The change that leads to the value which these settings have. */
    readonly to: (settings: GeneralSettings) => SettingsChange;
    /** Whether it is read at the start alone. */
    readonly atStart: boolean;
  };
}

/** One general setting. */
export type SettingKey = ShownSetting | SettableSetting;

/** Every general setting in the order of docs/settings.md. */
export const SETTING_KEYS: readonly SettingKey[] = [
  settable(
    'host',
    'host',
    ({ server }) => server.host,
    (host) => ({ host }),
    { atStart: true, section: 'server' },
  ),
  settable(
    'port',
    'port',
    ({ server }) => server.port,
    (port) => ({ port }),
    { atStart: true, section: 'server' },
  ),
  settable(
    'allowed_hosts',
    'hosts',
    ({ server }) => server.allowedHosts,
    (allowedHosts) => ({ allowedHosts: [...allowedHosts] }),
    { section: 'server' },
  ),
  settable(
    'max_body_mb',
    'megabytes',
    ({ server }) => server.maxBodyBytes / BYTES_PER_MB,
    (megabytes) => ({ maxBodyBytes: Math.round(megabytes * BYTES_PER_MB) }),
    { section: 'server' },
  ),
  settable(
    'max_concurrent_requests',
    'requests',
    ({ server }) => server.maxConcurrentRequests,
    (maxConcurrentRequests) => ({ maxConcurrentRequests }),
    { section: 'server' },
  ),
  settable(
    'log_level',
    'logLevel',
    (s) => s.logLevel,
    (logLevel) => ({ logLevel }),
  ),
  settable(
    'strategy',
    'strategy',
    (s) => s.strategy,
    (strategy) => ({ strategy }),
  ),
  settable(
    'session_affinity',
    'onOff',
    (s) => s.sessionAffinity,
    (sessionAffinity) => ({ sessionAffinity }),
  ),
  settable(
    'oauth.enable_auto_refresh',
    'onOff',
    (s) => s.oauth.enableAutoRefresh,
    (autoRefresh) => ({ autoRefresh }),
  ),
  settable(
    'oauth.enable_persistence',
    'onOff',
    (s) => s.oauth.enablePersistence,
    (persistence) => ({ persistence }),
    { atStart: true },
  ),
  settable(
    'oauth.service_name',
    'name',
    (s) => s.oauth.serviceName,
    (serviceName) => ({ serviceName }),
    { atStart: true },
  ),
  settable(
    'oauth.proxy',
    'proxy',
    (s) => s.oauth.proxy,
    (tokenProxy) => ({ tokenProxy }),
  ),
  settable(
    'oauth.usage_polling',
    'onOff',
    (s) => s.oauth.usagePolling,
    (usagePolling) => ({ usagePolling }),
  ),
  notification('sign_in_needed', 'signInNeeded'),
  notification('all_resting', 'allResting'),
  notification('switched', 'switched'),
  notification('window_filling', 'windowFilling'),
  notification('token_ending', 'tokenEnding'),
  settable(
    'history.keep_requests_days',
    'days',
    (s) => s.history.keepRequestsDays,
    (keepRequestsDays) => ({ history: { keepRequestsDays } }),
  ),
  settable(
    'history.keep_days_days',
    'days',
    (s) => s.history.keepDaysDays,
    (keepDaysDays) => ({ history: { keepDaysDays } }),
  ),
  settable(
    'history.max_mb',
    'megabytes',
    (s) => s.history.maxBytes / BYTES_PER_MB,
    (megabytes) => ({ history: { maxBytes: Math.round(megabytes * BYTES_PER_MB) } }),
  ),
  settable(
    'otlp_url',
    'address',
    (s) => s.otlpUrl,
    (otlpUrl) => ({ otlpUrl }),
  ),
  settable(
    'failover.max_ambiguous_attempts',
    'accounts',
    (s) => s.failover.maxAmbiguousAttempts,
    (maxAmbiguousAttempts) => ({ maxAmbiguousAttempts }),
  ),
  shown('settings', 'terms_accepted', ({ termsAcceptedAt: at }) =>
    at === null || at === 0 ? at === 0 : new Date(at).toISOString(),
  ),
];

/**
 * The setting that a person named: by its whole name with the section, or by the last parts of it
 * (`settings.oauth.usage_polling`, `oauth.usage_polling`, `usage_polling`). Else the nearest one, if any is near.
 */
export function findKey(
  typed: string,
): { readonly key: SettingKey } | { readonly key: null; readonly near: string | null } {
  const wanted = typed.trim().toLowerCase().replaceAll('-', '_');
  const byName = new Map(SETTING_KEYS.flatMap((key) => namesOf(key).map((name) => [name, key] as const)));
  const key = byName.get(wanted);
  if (key !== undefined) return { key };
  const near = nearestName(wanted, byName.keys());
  return { key: null, near: near === null ? null : byName.get(near)!.name };
}

/** `settings.oauth.proxy`, `oauth.proxy`, `proxy`. */
function namesOf({ section, name }: SettingKey): readonly string[] {
  const parts = [section, ...name.split('.')];
  return parts.map((_, index) => parts.slice(index).join('.'));
}

/** Several changes as one; where two change the same setting, the later one counts. */
export function mergeChanges(changes: readonly SettingsChange[]): SettingsChange {
  const merged: SettingsChange = {};
  for (const change of changes) {
    const { notifications, history } = merged;
    Object.assign(merged, change);
    if (change.notifications) merged.notifications = { ...notifications, ...change.notifications };
    if (change.history) merged.history = { ...history, ...change.history };
  }
  return merged;
}

/** A value as it is shown and typed. */
export function valueText(value: SettingValue): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'object') return value === null || value.length === 0 ? 'none' : value.join(', ');
  return String(value);
}

function shown(
  section: SettingKey['section'],
  name: string,
  valueIn: (settings: GeneralSettings) => SettingValue,
): ShownSetting {
  return { section, name, valueIn, change: null };
}

function settable<Value extends SettingValue>(
  name: string,
  takes: Takes,
  valueIn: (settings: GeneralSettings) => Value,
  change: (value: Value) => SettingsChange,
  {
    atStart = false,
    section = 'settings',
  }: { readonly atStart?: boolean; readonly section?: SettingKey['section'] } = {},
): SettableSetting {
  const to = (settings: GeneralSettings) => change(valueIn(settings));
  return { section, name, valueIn, change: { takes, to, atStart } };
}

function notification(name: string, field: keyof GeneralSettings['notifications']): SettableSetting {
  return settable(
    `notifications.${name}`,
    'onOff',
    (s) => s.notifications[field],
    (on) => ({ notifications: { [field]: on } }),
  );
}
