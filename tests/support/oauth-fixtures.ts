import type { Account } from '../../src-main/core/accounts/account.ts';
import { GOOD_HEALTH } from '../../src-main/core/accounts/account-health.ts';
import type { TokenResult } from '../../src-main/core/oauth/token-answer.ts';
import type {
  OAuthProviderSettings,
  ProviderEntry,
  Settings,
} from '../../src-main/core/settings/settings.ts';
import type { TokenSetRecord } from '../../src-main/core/vault/vault-port.ts';
import type { AccountIdentity } from '../../src-shared/model/account.ts';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;

export function oauthProvider(overrides: Partial<OAuthProviderSettings> = {}): OAuthProviderSettings {
  return {
    name: 'anthropic',
    clientId: 'client-1',
    authUrl: 'https://claude.ai/oauth/authorize',
    tokenUrl: 'https://platform.claude.com/v1/oauth/token',
    redirectUri: 'https://platform.claude.com/oauth/code/callback',
    scopes: ['org:create_api_key', 'user:profile', 'user:inference'],
    customHeaders: {},
    tokenRequestFormat: 'json',
    profileUrl: null,
    usageUrl: null,
    ...overrides,
  };
}

export function oauthEntry(overrides: Partial<ProviderEntry> = {}): ProviderEntry {
  return {
    name: 'Claude Code Official',
    type: 'anthropic',
    baseUrl: 'https://api.anthropic.com',
    authType: 'auth_token',
    auth: { kind: 'oauth', oauthProvider: 'anthropic' },
    accountEmail: null,
    label: null,
    proxy: 'none',
    hours: null,
    maxConcurrentRequests: null,
    enabled: true,
    timeoutMs: 600_000,
    failureTimeoutMs: 60_000,
    apiVersion: null,
    customHeaders: {},
    ...overrides,
  };
}

export function settings(overrides: Partial<Settings> = {}): Settings {
  return {
    server: { host: '127.0.0.1', port: 0, allowedHosts: [], maxBodyBytes: 1, maxConcurrentRequests: 1 },
    providers: [oauthEntry()],
    oauthProviders: [oauthProvider()],
    modelRoutes: [],
    logLevel: 'info',
    strategy: 'priority',
    sessionAffinity: true,
    oauth: {
      enableAutoRefresh: true,
      enablePersistence: true,
      serviceName: 'rota',
      proxy: null,
      usagePolling: true,
    },
    notifications: {
      signInNeeded: true,
      allResting: true,
      switched: true,
      windowFilling: true,
      tokenEnding: true,
    },
    history: { keepRequestsDays: 30, keepDaysDays: 730, maxBytes: 256 * 1024 * 1024 },
    otlpUrl: null,
    failover: { maxAmbiguousAttempts: 2 },
    termsAcceptedAt: 0,
    ...overrides,
  };
}

export function account(overrides: Partial<Account> = {}): Account {
  return {
    id: 'account-1',
    name: 'main@example.com',
    place: 1,
    kind: 'oauth',
    entry: oauthEntry(),
    email: 'main@example.com',
    termsMissing: false,
    health: GOOD_HEALTH,
    ...overrides,
  };
}

export const NOBODY: AccountIdentity = {
  email: null,
  accountUuid: null,
  organizationUuid: null,
  organizationName: null,
  subscription: null,
  rateLimitTier: null,
};

/** A token set that was signed in an hour before `now` and lives another hour. */
export function tokenSet(now: number, overrides: Partial<TokenSetRecord> = {}): TokenSetRecord {
  return {
    kind: 'token-set',
    oauthProvider: 'anthropic',
    accessToken: 'access-1',
    refreshToken: 'refresh-1',
    expiresAt: now + HOUR_MS,
    refreshTokenExpiresAt: null,
    scopes: ['org:create_api_key', 'user:profile', 'user:inference'],
    identity: { ...NOBODY, email: 'main@example.com' },
    signedInAt: now - HOUR_MS,
    rotatedAt: now - HOUR_MS,
    ...overrides,
  };
}

/** What a token endpoint grants at the `n`-th rotation: `access-n`, `refresh-n`, eight hours. */
export function granted(n: number, now: number): TokenResult {
  return {
    ok: true,
    value: {
      accessToken: `access-${n}`,
      refreshToken: `refresh-${n}`,
      expiresAt: now + 8 * HOUR_MS,
      refreshTokenExpiresAt: null,
      scopes: null,
      identity: { email: null, accountUuid: null, organizationUuid: null, organizationName: null },
    },
  };
}
