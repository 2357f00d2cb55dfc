import { describe, expect, it } from 'vitest';
import { parseSettings } from '../../../src-main/core/settings/parse-settings.ts';
import { BUILT_IN_OAUTH_PROVIDER } from '../../../src-main/core/settings/vendor-addresses.ts';
import { accepted, vector, yaml } from './read-for-test.ts';

describe('a file of Provider Balancer', () => {
  it('works as it is, with a warning for what has no counterpart', async () => {
    const { settings, warnings } = await vector('balancer.yaml');
    expect(
      settings.providers.map((provider) => [provider.name, provider.accountEmail, provider.enabled]),
    ).toEqual([
      ['Claude Code Official', 'first@example.com', true],
      ['Claude Code Official', 'second@example.com', false],
      ['Mirror', null, true],
      ['Unfilled', null, true],
    ]);
    expect(settings.providers.every((provider) => provider.failureTimeoutMs === 180_000)).toBe(true);
    expect(settings.providers[3]?.auth).toEqual({ kind: 'vault' });
    expect(settings.modelRoutes).toEqual([
      {
        pattern: '*sonnet*',
        strategy: null,
        candidates: [
          { provider: 'Claude Code Official', accountEmail: 'first@example.com', model: null, priority: 1 },
          { provider: 'Mirror', accountEmail: null, model: null, priority: 2 },
        ],
      },
    ]);
    expect(settings).toMatchObject({
      server: { host: '127.0.0.1', port: 9090 },
      logLevel: 'warn',
      strategy: 'round_robin',
      oauth: { serviceName: 'claude-code-balancer', proxy: 'http://127.0.0.1:10808' },
      oauthProviders: [BUILT_IN_OAUTH_PROVIDER],
    });
    expect(warnings.map((warning) => [warning.code, warning.key]).sort()).toEqual([
      ['empty-secret', 'providers[4].auth_value'],
      ['host-replaced', 'settings.host'],
      ['strategy-replaced', 'settings.selection_strategy'],
      ['unsupported-candidate', 'model_routes["*gpt*"]'],
      ['unsupported-candidate', 'model_routes["*gpt*"][0]'],
      ['unsupported-candidate', 'model_routes["*sonnet*"][2]'],
      ['unsupported-provider', 'providers[2]'],
      ['unsupported-provider', 'providers[5]'],
      ['unused-keys', ''],
    ]);
  });

  it('with auth_type oauth means a sign-in, whatever its auth_value is', async () => {
    const { settings } = accepted(
      await yaml(
        'providers: [{ name: A, type: anthropic, base_url: "https://a.example", auth_type: oauth, auth_value: "" }]',
      ),
    );
    expect(settings.providers[0]).toMatchObject({
      authType: 'auth_token',
      auth: { kind: 'oauth', oauthProvider: 'anthropic' },
    });
  });

  it('keeps its host where that is this machine only', async () => {
    const { settings, warnings } = accepted(
      await yaml('settings: { host: localhost, port: 8080, selection_strategy: round_robin }'),
    );
    expect(settings).toMatchObject({ server: { host: 'localhost', port: 8080 }, strategy: 'round_robin' });
    expect(warnings).toEqual([]);
  });

  it('can route to a name that a left-out entry shares with one that serves', async () => {
    const { settings, warnings } = accepted(
      await yaml(`
providers:
  - { name: Same, type: openai, base_url: "https://a.example", auth_type: api_key, auth_value: k }
  - { name: Same, type: anthropic, base_url: "https://b.example", auth_type: api_key, auth_value: env:K }
model_routes: { "*": [{ provider: Same, model: passthrough, priority: 1 }] }
`),
    );
    expect(settings.modelRoutes[0]?.candidates).toHaveLength(1);
    expect(warnings.map((warning) => warning.code)).toEqual(['unsupported-provider']);
  });
});

describe('a file of llm-gateway', () => {
  it('works as it is, with the token address that answers', async () => {
    const { settings, warnings } = await vector('llm-gateway.toml');
    expect(settings.providers).toMatchObject([
      {
        name: 'anthropic-oauth',
        baseUrl: 'https://api.anthropic.com/v1',
        authType: 'auth_token',
        auth: { kind: 'oauth', oauthProvider: 'anthropic' },
        timeoutMs: 300_000,
        apiVersion: '2023-06-01',
      },
      { name: 'anthropic-key', authType: 'api_key', auth: { kind: 'literal' }, timeoutMs: 120_000 },
    ]);
    expect(settings.oauthProviders).toEqual([
      { ...BUILT_IN_OAUTH_PROVIDER, customHeaders: { 'user-agent': 'llm-gateway/0.5' } },
    ]);
    expect(settings).toMatchObject({ server: { host: '127.0.0.1', port: 8080 }, logLevel: 'debug' });
    expect(warnings.map((warning) => [warning.code, warning.line])).toEqual([
      ['host-replaced', 3],
      ['unsupported-provider', 35],
      ['old-token-url', 23],
      ['unused-keys', null],
    ]);
    expect(JSON.stringify(warnings)).not.toMatch(/sk-/);
  });

  it('may have one table for each kind, named after the kind', async () => {
    const { settings } = await vector('llm-gateway-single.toml');
    expect(settings.providers).toMatchObject([
      { name: 'anthropic', authType: 'api_key', apiVersion: '2023-06-01' },
    ]);
    expect(settings.logLevel).toBe('warn');
  });

  it('may keep its key in the environment', async () => {
    const text =
      '[[providers.anthropic]]\nname = "one"\nbase_url = "https://a.example"\napi_key = "env:KEY"\n';
    const { settings } = accepted(await parseSettings(text, { file: 'rota.toml', format: 'toml' }));
    expect(settings.providers[0]?.auth).toEqual({ kind: 'env', name: 'KEY' });
  });
});
