import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkDocument } from '../../../src-main/core/settings/check-document.ts';
import { type ImportPlan, planImport } from '../../../src-main/core/settings/import-older.ts';
import { parseSettings } from '../../../src-main/core/settings/parse-settings.ts';
import { formatOfFile } from '../../../src-main/core/settings/read-document.ts';
import type { SettingsDocument } from '../../../src-main/core/settings/settings-document.ts';

const VECTORS = join(import.meta.dirname, '../../vectors/settings');

async function plan(
  file: string,
  text: string,
  current: SettingsDocument = {},
  acceptTerms = false,
): Promise<ImportPlan> {
  const parsed = await parseSettings(text, { file, format: formatOfFile(file)! });
  if (!parsed.ok) expect.unreachable(parsed.errors[0]?.message);
  return planImport(parsed, { file, current, acceptTerms });
}

const vector = (name: string) => readFileSync(join(VECTORS, name), 'utf8');
const names = (document: SettingsDocument) => document.providers?.map((provider) => provider.name);

describe('the import of an older settings file', () => {
  it.each(['balancer.yaml', 'llm-gateway.toml', 'llm-gateway-single.toml', 'interface-example.yaml'])(
    'of %s moves every secret out, gives valid settings and changes nothing the second time',
    async (name) => {
      const first = await plan(name, vector(name));
      expect(JSON.stringify(first.document)).not.toMatch(/sk-/);
      expect(checkDocument(first.document).ok).toBe(true);
      expect(first.alreadyThere).toEqual([]);

      const second = await plan(name, vector(name), first.document);
      expect(second.document).toBe(first.document);
      expect(second).toMatchObject({ added: [], secrets: [], routes: [], alreadyThere: first.added });
    },
  );

  it('hands the secrets over with the account that each belongs to', async () => {
    const { secrets, document } = await plan('balancer.yaml', vector('balancer.yaml'));
    expect(
      secrets.map(({ providerName, accountEmail, secret }) => [providerName, accountEmail, secret.reveal()]),
    ).toEqual([['Mirror', null, 'sk-vector-mirror-0000000000000000000000']]);
    expect(document.providers?.find((provider) => provider.name === 'Mirror')?.auth_value).toBe('vault');
  });

  it('puts new accounts in the order of the file behind those that are there', async () => {
    const current = {
      providers: [{ name: 'Own', base_url: 'https://own.example', auth_value: 'vault', priority: 5 }],
    };
    const text = `providers:
  - { name: Second, base_url: "https://2.example", auth_value: env:K, priority: 2 }
  - { name: First, base_url: "https://1.example", auth_value: env:K, priority: 1 }`;
    const { document } = await plan('a.yaml', text, current);
    expect(names(document)).toEqual(['Own', 'First', 'Second']);
    const checked = checkDocument(document);
    expect(checked.ok && checked.settings.providers.map((provider) => provider.name)).toEqual([
      'Own',
      'First',
      'Second',
    ]);
  });

  it('keeps accounts, routes and addresses that are there, and says so', async () => {
    const current: SettingsDocument = {
      providers: [{ name: 'Mirror', base_url: 'https://own.example', auth_value: 'vault' }],
      model_routes: { '*sonnet*': [{ provider: 'Mirror' }] },
      settings: { strategy: 'priority' },
    };
    const { document, alreadyThere, warnings, routes } = await plan(
      'balancer.yaml',
      vector('balancer.yaml'),
      current,
    );
    expect(alreadyThere).toEqual([{ name: 'Mirror', accountEmail: null }]);
    expect(document.providers?.[0]).toEqual(current.providers?.[0]);
    expect(document.model_routes).toEqual(current.model_routes);
    expect(document.settings?.strategy).toBe('priority');
    expect(routes).toEqual([]);
    expect(
      warnings.filter((warning) => warning.code === 'not-imported').map((warning) => warning.message),
    ).toEqual([
      'balancer.yaml: the document has another route for "*sonnet*"; the one in the settings is kept.',
    ]);
  });

  it('carries over how accounts are used, but not what belongs to the other program', async () => {
    const { document } = await plan('balancer.yaml', vector('balancer.yaml'));
    expect(document.settings).toEqual({
      strategy: 'round_robin',
      oauth: { proxy: 'http://127.0.0.1:10808' },
    });
    expect(document.server).toBeUndefined();
  });

  it('fills in general settings of a file of Rota where the settings name none', async () => {
    const text = `settings:
  strategy: least_used
  log_level: debug
  oauth: { usage_polling: false, service_name: other }
  history: { keep_requests_days: 7, max_mb: 64 }
  notifications: { switched: false }`;
    const current: SettingsDocument = {
      settings: { strategy: 'priority', history: { max_mb: 32 }, notifications: null },
    };
    const { document } = await plan('a.yaml', text, current);
    expect(document.settings).toEqual({
      strategy: 'priority',
      oauth: { usage_polling: false },
      history: { keep_requests_days: 7, max_mb: 32 },
      notifications: { switched: false },
    });
    expect((await plan('a.yaml', text, document)).document).toBe(document);
  });

  it('adds another OAuth provider beside the built-in one, which accounts may use', async () => {
    const text = `oauth_providers:
  - { name: other, client_id: c, auth_url: "https://o.example/a", token_url: "https://o.example/t", redirect_uri: "http://localhost:1/cb", scopes: [x] }
providers: [{ name: O, base_url: "https://o.example", auth_value: oauth }]`;
    const { document } = await plan('a.yaml', text);
    expect(document.oauth_providers?.map((provider) => provider.name)).toEqual(['anthropic', 'other']);
    expect(document.providers?.[0]?.oauth_provider).toBe('other');
  });

  it('takes the acceptance of the terms over only together with the flag', async () => {
    const accepted = 'settings: { terms_accepted: 2026-11-01 }';
    expect(await plan('a.yaml', accepted)).toMatchObject({ document: {}, termsAccepted: false });
    const withFlag = await plan('a.yaml', accepted, {}, true);
    expect(withFlag.termsAccepted).toBe(true);
    expect(withFlag.document.settings?.terms_accepted).toBe('2026-11-01');
    expect((await plan('a.yaml', accepted, withFlag.document, true)).document).toBe(withFlag.document);
    expect((await plan('a.yaml', 'settings: { terms_accepted: false }', {}, true)).document).toEqual({});
  });
});
