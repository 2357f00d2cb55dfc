import type { ProcedureOutput } from '../../../src-shared/contract/contract.ts';
import { publicProxy, withoutCredentials } from '../lib/public-address.ts';
import { servingHoursText } from '../settings/serving-hours.ts';
import type { Settings } from '../settings/settings.ts';

type PublicSettings = ProcedureOutput<'settings.get'>['settings'];

/** The settings as they may be shown: every field is named here, so that a new one stays in until it is let out. */
export function publicSettings(settings: Settings): PublicSettings {
  return {
    server: { ...settings.server, allowedHosts: [...settings.server.allowedHosts] },
    providers: settings.providers.map((entry) => ({
      name: entry.name,
      type: entry.type,
      baseUrl: withoutCredentials(entry.baseUrl),
      authType: entry.authType,
      authSource: entry.auth.kind,
      accountEmail: entry.accountEmail,
      label: entry.label,
      proxy: publicProxy(entry.proxy),
      hours: entry.hours && servingHoursText(entry.hours),
      maxConcurrentRequests: entry.maxConcurrentRequests,
      enabled: entry.enabled,
      timeoutMs: entry.timeoutMs,
      failureTimeoutMs: entry.failureTimeoutMs,
      apiVersion: entry.apiVersion,
      customHeaderNames: Object.keys(entry.customHeaders),
    })),
    oauthProviders: settings.oauthProviders.map((provider) => ({
      name: provider.name,
      clientId: provider.clientId,
      authUrl: provider.authUrl,
      tokenUrl: withoutCredentials(provider.tokenUrl),
      redirectUri: provider.redirectUri,
      scopes: [...provider.scopes],
      customHeaderNames: Object.keys(provider.customHeaders),
      profileUrl: provider.profileUrl,
      usageUrl: provider.usageUrl,
    })),
    modelRoutes: settings.modelRoutes.map((route) => ({
      pattern: route.pattern,
      strategy: route.strategy,
      candidates: route.candidates.map((candidate) => ({ ...candidate })),
    })),
    logLevel: settings.logLevel,
    strategy: settings.strategy,
    sessionAffinity: settings.sessionAffinity,
    oauth: { ...settings.oauth, proxy: publicProxy(settings.oauth.proxy) },
    notifications: { ...settings.notifications },
    history: { ...settings.history },
    otlpUrl: settings.otlpUrl,
    failover: { ...settings.failover },
    termsAcceptedAt: settings.termsAcceptedAt,
  };
}
