import { describe, expect, it } from 'vitest';
import { parseSettings } from '../../../src-main/core/settings/parse-settings.ts';
import { formatOfFile, MAX_FILE_BYTES } from '../../../src-main/core/settings/read-document.ts';
import { BUILT_IN_OAUTH_PROVIDER } from '../../../src-main/core/settings/vendor-addresses.ts';
import { accepted, vector, yaml } from './read-for-test.ts';

const DEFAULT_ENTRY = {
  type: 'anthropic',
  accountEmail: null,
  label: null,
  proxy: null,
  hours: null,
  maxConcurrentRequests: null,
  enabled: true,
  timeoutMs: 600_000,
  failureTimeoutMs: 60_000,
  apiVersion: null,
  customHeaders: {},
};

describe('a settings file in the documented format', () => {
  it('is read with times in milliseconds, header names in lower case and addresses without a trailing slash', async () => {
    const { settings, warnings } = await vector('interface-example.yaml');
    expect(warnings).toEqual([]);
    expect(settings.server).toEqual({
      host: '127.0.0.1',
      port: 9090,
      allowedHosts: [],
      maxBodyBytes: 64 * 1024 * 1024,
      maxConcurrentRequests: 1_024,
    });
    expect(settings.providers).toEqual([
      {
        ...DEFAULT_ENTRY,
        name: 'Claude Code Official',
        baseUrl: 'https://api.anthropic.com',
        authType: 'auth_token',
        auth: { kind: 'oauth', oauthProvider: 'anthropic' },
        accountEmail: 'main@example.com',
        proxy: 'http://127.0.0.1:20171',
        timeoutMs: 300_000,
        apiVersion: '2023-06-01',
      },
      {
        ...DEFAULT_ENTRY,
        name: 'Claude Code Official',
        baseUrl: 'https://api.anthropic.com',
        authType: 'auth_token',
        auth: { kind: 'oauth', oauthProvider: 'anthropic' },
        accountEmail: 'second@example.com',
      },
      {
        ...DEFAULT_ENTRY,
        name: 'Third Party',
        type: 'compatible',
        baseUrl: 'https://gateway.example/anthropic',
        authType: 'api_key',
        auth: { kind: 'env', name: 'THIRD_PARTY_KEY' },
        customHeaders: { 'x-team': 'studio', 'x-seat': '7' },
      },
    ]);
    expect(settings.oauthProviders).toEqual([BUILT_IN_OAUTH_PROVIDER]);
    expect(settings.modelRoutes).toEqual([
      {
        pattern: '*sonnet*',
        strategy: null,
        candidates: [
          { provider: 'Claude Code Official', accountEmail: 'main@example.com', model: null, priority: 1 },
          { provider: 'Third Party', accountEmail: null, model: 'vendor-model-name', priority: 3 },
        ],
      },
    ]);
    expect(settings).toMatchObject({
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
      history: { keepRequestsDays: 30, keepDaysDays: 730, maxBytes: 256 * 1_048_576 },
      otlpUrl: null,
      failover: { maxAmbiguousAttempts: 2 },
      termsAcceptedAt: null,
    });
  });

  it('may be written as TOML, where dates and integers are values of their own', async () => {
    const { settings, warnings } = await vector('today.toml');
    expect(warnings).toEqual([]);
    expect(settings.server.port).toBe(9191);
    expect(settings.strategy).toBe('soonest_reset');
    expect(settings.termsAcceptedAt).toBe(Date.UTC(2026, 10, 1));
    expect(settings.providers).toMatchObject([
      { name: 'Studio key', proxy: 'none', auth: { name: 'STUDIO_KEY' } },
    ]);
    expect(settings.modelRoutes[0]?.candidates).toEqual([
      { provider: 'Studio key', accountEmail: null, model: null, priority: 1 },
    ]);
  });

  it('puts entries with a priority first and the others behind them in the order of the file', async () => {
    const entry = (name: string, rest = '') =>
      `  - { name: ${name}, base_url: "https://x.example", auth_value: vault${rest} }`;
    const text = [
      'providers:',
      entry('a'),
      entry('b', ', priority: 2'),
      entry('c'),
      entry('d', ', priority: -1'),
      entry('e', ', priority: 2'),
    ];
    const { settings } = accepted(await yaml(text.join('\n')));
    expect(settings.providers.map((provider) => provider.name)).toEqual(['d', 'b', 'e', 'a', 'c']);
  });

  it('gives a route a strategy of its own and orders its candidates by priority, leaving out disabled ones', async () => {
    const { settings } = accepted(
      await yaml(`
providers: [{ name: A, base_url: "https://a.example", auth_value: vault }]
model_routes:
  "*opus*":
    strategy: least_used
    candidates:
      - { provider: A, model: late, priority: 9 }
      - { provider: A, model: off, enabled: false }
      - { provider: A, model: early, priority: 1 }
      - { provider: A, model: unnumbered }
`),
    );
    expect(settings.modelRoutes[0]?.strategy).toBe('least_used');
    expect(settings.modelRoutes[0]?.candidates.map((candidate) => candidate.model)).toEqual([
      'early',
      'unnumbered',
      'late',
    ]);
  });

  it('lets a route name an account that an entry without email may come to adopt', async () => {
    const { settings } = accepted(
      await yaml(`
providers: [{ name: A, base_url: "https://a.example", auth_value: oauth }]
model_routes: { "*": [{ provider: A, account_email: new@example.com }] }
`),
    );
    expect(settings.modelRoutes[0]?.candidates[0]?.accountEmail).toBe('new@example.com');
  });

  it('keeps a secret in the file out of everything that could print it', async () => {
    const { settings } = accepted(
      await yaml('providers: [{ name: A, base_url: "https://a.example", auth_value: " sk-ant-api03-abc " }]'),
    );
    const auth = settings.providers[0]!.auth;
    expect(auth.kind === 'literal' && auth.secret.reveal()).toBe('sk-ant-api03-abc');
    expect(JSON.stringify(settings)).not.toContain('sk-ant');
  });

  it.each([
    ['true', 0],
    ['false', null],
    ['"2026-11-22T10:00:00Z"', Date.UTC(2026, 10, 22, 10)],
  ])('reads terms_accepted: %s', async (value, at) => {
    const { settings } = accepted(await yaml(`settings: { terms_accepted: ${value} }`));
    expect(settings.termsAcceptedAt).toBe(at);
  });
});

describe('the addresses of an OAuth provider', () => {
  const oauth = (rest: string) => `
oauth_providers:
  - name: one
    client_id: c
    auth_url: https://auth.example/authorize
    redirect_uri: http://localhost:1455/callback
    scopes: [a]
${rest}`;

  it.each([
    [
      'the vendor answers at all',
      'token_url: https://platform.claude.com/v1/oauth/token',
      'https://api.anthropic.com/api/oauth/profile',
      'https://api.anthropic.com/api/oauth/usage',
    ],
    ['a stranger is asked for nothing else', 'token_url: https://auth.example/token', null, null],
    ['a look-alike is a stranger', 'token_url: https://platform.claude.com.example/token', null, null],
    [
      'usage follows a named profile',
      'token_url: https://auth.example/token\n    profile_url: https://api.example/profile',
      'https://api.example/profile',
      'https://api.example/api/oauth/usage',
    ],
    [
      'null asks for neither',
      'token_url: https://platform.claude.com/v1/oauth/token\n    profile_url: null',
      null,
      null,
    ],
    [
      'usage may stand alone',
      'token_url: http://127.0.0.1:9/token\n    usage_url: http://127.0.0.1:9/usage',
      null,
      'http://127.0.0.1:9/usage',
    ],
  ])('%s', async (_case, urls, profileUrl, usageUrl) => {
    const { settings } = accepted(await yaml(oauth(`    ${urls}`)));
    expect(settings.oauthProviders[0]).toMatchObject({ profileUrl, usageUrl });
  });

  it('replaces only exactly the old token address', async () => {
    const kept = 'https://console.anthropic.com/oauth/token';
    const { settings, warnings } = accepted(await yaml(oauth(`    token_url: ${kept}`)));
    expect(settings.oauthProviders[0]?.tokenUrl).toBe(kept);
    expect(warnings).toEqual([]);
  });

  it('belong to the first provider named where a sign-in names none and none is the vendor', async () => {
    const text = `${oauth('    token_url: https://auth.example/token')}
providers: [{ name: A, base_url: "https://a.example", auth_value: oauth }]`;
    const { settings } = accepted(await yaml(text));
    expect(settings.providers[0]?.auth).toEqual({ kind: 'oauth', oauthProvider: 'one' });
    expect(settings.oauthProviders.map((provider) => provider.name)).toEqual(['one']);
  });
});

describe('the limits of a settings file', () => {
  it('refuse more than a megabyte', async () => {
    const parsed = await yaml(`# ${'x'.repeat(MAX_FILE_BYTES)}`);
    expect(parsed).toMatchObject({ ok: false, errors: [{ code: 'too-large' }] });
  });

  it('refuse more than 1,000 providers and accept as many', async () => {
    const entries = (count: number) =>
      `providers:\n${Array.from({ length: count }, (_, i) => `  - { name: p${i}, base_url: "https://x.example", auth_value: vault }`).join('\n')}`;
    expect((await yaml(entries(1_000))).ok).toBe(true);
    expect(await yaml(entries(1_001))).toMatchObject({
      ok: false,
      errors: [{ code: 'wrong-value', key: 'providers', line: 1 }],
    });
  });

  it('refuse nesting that no parser can follow, without throwing', async () => {
    for (const format of ['yaml', 'toml', 'json'] as const) {
      const parsed = await parseSettings(`a = ${'['.repeat(200_000)}`, { file: 'deep', format });
      expect(parsed.ok).toBe(false);
    }
  });

  it('tell all errors of a file at once, the repeated one only once', async () => {
    const parsed = await yaml('server: { port: no }\nsettings: { strategy: 3, log_level: [] }');
    expect(parsed.ok || parsed.errors.map((error) => error.key)).toEqual([
      'server.port',
      'settings.log_level',
      'settings.strategy',
    ]);
  });
});

describe('the format of a settings file', () => {
  it.each([
    ['a.yaml', 'yaml'],
    ['a.YML', 'yaml'],
    ['dir.toml/a.toml', 'toml'],
    ['config.json', 'json'],
    ['config.conf', null],
    ['config', null],
  ])('of %s is %s', (path, format) => {
    expect(formatOfFile(path)).toBe(format);
  });
});
