import fc from 'fast-check';
import { stringify as tomlOf } from 'smol-toml';
import { expect, it } from 'vitest';
import { stringify as yamlOf } from 'yaml';
import { Secret } from '../../../src-main/core/lib/secret.ts';
import { parseSettings } from '../../../src-main/core/settings/parse-settings.ts';
import type { AuthSource, ProviderEntry, Settings } from '../../../src-main/core/settings/settings.ts';
import { wholeDocument } from '../../../src-main/core/settings/whole-document.ts';

/** Text that every format must carry: quotes, escapes, other scripts, YAML's and TOML's own signs. */
const word = fc
  .string({ unit: fc.constantFrom(...'aZ09 _-.:#"\'[]{}&*!%@`=,\\/中é'), minLength: 1, maxLength: 12 })
  .map((text) => `n${text.trim()}`);
const host = fc.constantFrom('one.example', '127.0.0.1:8080', '[::1]:9', 'a-b.example:444');
const url = fc.tuple(host, fc.constantFrom('', '/v1', '/a/b')).map(([h, path]) => `https://${h}${path}`);
const secretText = fc
  .string({ unit: fc.constantFrom(...'abcXYZ019-_.#"\'\\:'), minLength: 3, maxLength: 30 })
  .map((s) => `sk-${s}`);
const headers = fc.dictionary(
  fc.constantFrom('x-a', 'x-b', 'user-agent'),
  fc.constantFrom('a b', '1', 'caf\u00e9', '"#\''),
  { maxKeys: 2 },
);
const seconds = fc.integer({ min: 1, max: 86_400 }).map((s) => s * 1_000);

const oauthProvider = fc.record({
  name: word,
  clientId: word,
  authUrl: url,
  tokenUrl: fc.oneof(url, fc.constant('https://platform.claude.com/v1/oauth/token')),
  redirectUri: fc.constantFrom('http://localhost:1455/callback', 'https://cb.example/x'),
  scopes: fc.array(fc.constantFrom('a', 'b:c'), { maxLength: 2 }),
  customHeaders: headers,
  tokenRequestFormat: fc.constantFrom('json', 'form'),
  profileUrl: fc.option(url),
  usageUrl: fc.option(url),
} as const);

function authSource(oauthProviders: readonly string[]): fc.Arbitrary<AuthSource> {
  return fc.oneof(
    fc.constant<AuthSource>({ kind: 'vault' }),
    fc.constantFrom('KEY', '_k1').map((name): AuthSource => ({ kind: 'env', name })),
    secretText.map((text): AuthSource => ({ kind: 'literal', secret: new Secret(text) })),
    fc.constantFrom(...oauthProviders).map((name): AuthSource => ({ kind: 'oauth', oauthProvider: name })),
  );
}

function providerEntry(oauthProviders: readonly string[]): fc.Arbitrary<ProviderEntry> {
  return fc
    .record({
      name: word,
      type: fc.constantFrom('anthropic', 'compatible'),
      baseUrl: url,
      authType: fc.constantFrom('api_key', 'auth_token'),
      auth: authSource(oauthProviders),
      accountEmail: fc.option(fc.constantFrom('a@x.example', 'b@x.example')),
      label: fc.option(word),
      proxy: fc.option(fc.constantFrom('none', 'http://127.0.0.1:1', 'socks5://u:p@h.example:2')),
      hours: fc.option(
        fc.constantFrom(
          { fromMinute: 540, toMinute: 1_080 },
          { fromMinute: 1_320, toMinute: 0 },
          { fromMinute: 0, toMinute: 1_440 },
        ),
      ),
      maxConcurrentRequests: fc.option(fc.integer({ min: 1, max: 10_000 })),
      enabled: fc.boolean(),
      timeoutMs: seconds,
      failureTimeoutMs: seconds,
      apiVersion: fc.option(fc.constantFrom('2023-06-01', '1.0')),
      customHeaders: headers,
    } as const)
    .map((entry) => ({ ...entry, authType: entry.auth.kind === 'oauth' ? 'auth_token' : entry.authType }));
}

const settings: fc.Arbitrary<Settings> = fc
  .uniqueArray(oauthProvider, { minLength: 1, maxLength: 3, selector: (provider) => provider.name })
  .chain((oauthProviders) =>
    fc.record({
      oauthProviders: fc.constant(oauthProviders),
      providers: fc.uniqueArray(providerEntry(oauthProviders.map((provider) => provider.name)), {
        minLength: 1,
        maxLength: 4,
        selector: (entry) => `${entry.name} ${entry.accountEmail}`,
      }),
    }),
  )
  .chain(({ oauthProviders, providers }) =>
    fc.record({
      server: fc.record({
        host: fc.constantFrom('127.0.0.1', 'localhost', '::1'),
        port: fc.integer({ min: 0, max: 65_535 }),
        allowedHosts: fc.array(fc.constantFrom('a.example:1', '[::1]:443'), { maxLength: 2 }),
        maxBodyBytes: fc.integer({ min: 1, max: 1_024 }).map((mb) => mb * 1_048_576),
        maxConcurrentRequests: fc.integer({ min: 1, max: 10_000 }),
      }),
      providers: fc.constant(providers),
      oauthProviders: fc.constant(oauthProviders),
      modelRoutes: fc.uniqueArray(
        fc.record({
          pattern: fc.constantFrom('*', '*opus*', 'claude-?.[0-9]', '"quoted"', '*sonnet*'),
          strategy: fc.option(fc.constantFrom('priority', 'round_robin', 'least_used', 'soonest_reset')),
          candidates: fc
            .array(
              fc.record({
                provider: fc.constantFrom(...providers.map((entry) => entry.name)),
                accountEmail: fc.constant(null),
                model: fc.option(word),
                priority: fc.integer({ min: -5, max: 5 }),
              }),
              { minLength: 1, maxLength: 3 },
            )
            .map((candidates) => candidates.sort((a, b) => a.priority - b.priority)),
        } as const),
        { maxLength: 3, selector: (route) => route.pattern },
      ),
      logLevel: fc.constantFrom('trace', 'debug', 'info', 'warn', 'error'),
      strategy: fc.constantFrom('priority', 'round_robin', 'least_used', 'soonest_reset'),
      sessionAffinity: fc.boolean(),
      oauth: fc.record({
        enableAutoRefresh: fc.boolean(),
        enablePersistence: fc.boolean(),
        serviceName: word,
        proxy: fc.option(fc.constant('http://127.0.0.1:3128')),
        usagePolling: fc.boolean(),
      }),
      notifications: fc.record({
        signInNeeded: fc.boolean(),
        allResting: fc.boolean(),
        switched: fc.boolean(),
        windowFilling: fc.boolean(),
        tokenEnding: fc.boolean(),
      }),
      history: fc.record({
        keepRequestsDays: fc.integer({ min: 1, max: 3_650 }),
        keepDaysDays: fc.integer({ min: 1, max: 3_650 }),
        maxBytes: fc.integer({ min: 8 * 1_048_576, max: 100_000 * 1_048_576 }),
      }),
      otlpUrl: fc.option(fc.constantFrom('http://127.0.0.1:4318/v1/metrics', 'https://otel.example')),
      failover: fc.record({ maxAmbiguousAttempts: fc.integer({ min: 1, max: 10 }) }),
      termsAcceptedAt: fc.option(fc.constantFrom(0, Date.UTC(2026, 10, 22))),
    } as const),
  );

/** The document that means these settings. */
function documentOf(value: Settings) {
  return wholeDocument(value, (auth) => {
    if (auth.kind === 'literal') return auth.secret.reveal();
    return auth.kind === 'env' ? `env:${auth.name}` : auth.kind;
  });
}

/** Settings with their secrets laid open, to be compared. */
function opened(value: Settings): unknown {
  return JSON.parse(JSON.stringify(value, (_key, item) => (item instanceof Secret ? item.reveal() : item)));
}

const textsOf = (document: object) => ({
  json: JSON.stringify(document, null, '\t'),
  yaml: yamlOf(document),
});

it('settings survive the way into a document, a text of JSON or YAML, and back', async () => {
  await fc.assert(
    fc.asyncProperty(settings, fc.constantFrom('json', 'yaml'), async (value, format) => {
      const text = textsOf(documentOf(value))[format];
      const parsed = await parseSettings(text, { file: 'f', format });
      if (!parsed.ok) expect.unreachable(`${parsed.errors[0]?.message}\n${text}`);
      expect(opened(parsed.settings)).toEqual(opened(value));
    }),
    { numRuns: 150 },
  );
});

it('settings survive TOML too, which has no null', async () => {
  const withoutNull = settings.filter(({ oauthProviders }) =>
    oauthProviders.every((p) => p.profileUrl && p.usageUrl),
  );
  await fc.assert(
    fc.asyncProperty(withoutNull, async (value) => {
      const parsed = await parseSettings(tomlOf(documentOf(value)), { file: 'f', format: 'toml' });
      if (!parsed.ok) expect.unreachable(parsed.errors[0]?.message);
      expect(opened(parsed.settings)).toEqual(opened(value));
    }),
    { numRuns: 60 },
  );
});
