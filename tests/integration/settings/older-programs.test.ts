/**
 * The example files of the two older programs, started as they are: only the addresses of provider and
 * authorization server are those of the simulator.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src-main/core/lib/clock.ts';
import { type Simulator, startSimulator } from '../../../src-main/core/simulator/simulator.ts';
import { done, type SettingsCore, startOnFile } from '../../support/settings-core.ts';

const VECTORS = join(import.meta.dirname, '../../vectors/settings');
const REDIRECT_URI = 'https://platform.claude.com/oauth/code/callback';
/** The file is looked at every 1.5 s at the latest, and must have rested. */
const IN_FORCE = { timeout: 6_000, interval: 50 };

let simulator: Simulator;
let rota: SettingsCore;

const example = (name: string) => readFileSync(join(VECTORS, name), 'utf8');

/** The accounts that answered `model`, in order of the attempts. */
async function servedBy(model: string): Promise<{ account: string; model: string | null; status: number }> {
  const before = simulator.ledger.requests.length;
  const { status } = await rota.ask(model);
  const asked = simulator.ledger.requests.slice(before).filter(({ path }) => path === '/v1/messages');
  const last = asked.at(-1);
  return { account: last?.accountId ?? 'nobody', model: last?.model ?? null, status: status ?? 0 };
}

async function signIn(email: string): Promise<void> {
  const { loginId, authorizationUrl } = done(
    await rota.client.command('login.begin', { accountEmail: email, method: 'paste' }),
  );
  const page = new URL(authorizationUrl);
  page.searchParams.set('auto', email);
  const code = (await fetch(page, { redirect: 'manual' })).headers.get('location') ?? '';
  done(await rota.client.command('login.complete', { loginId, code }));
}

const termsAccepted = async () => done(await rota.client.query('terms.get')).acceptedAt !== null;

describe('the example of Provider Balancer', () => {
  let text: string;

  beforeAll(async () => {
    simulator = await startSimulator({
      clock: systemClock,
      accounts: [
        { id: 'first', email: 'first@example.com', plan: 'max' },
        { id: 'second', email: 'second@example.com', plan: 'pro' },
        {
          id: 'relay',
          email: 'r@example.com',
          plan: 'api',
          apiKey: 'sk-example-relay-000000000000000000000000',
        },
        {
          id: 'team',
          email: 't@example.com',
          plan: 'api',
          apiKey: 'sk-example-team-0000000000000000000000000',
        },
      ],
      oauth: { redirectUris: [REDIRECT_URI] },
    });
    text = example('balancer-example.yaml')
      .replace(/base_url: "https:\/\/[^/"]+/g, `base_url: "${simulator.url}`)
      // The program has the vendor's authorization server built in, so its addresses are named here.
      .concat(`oauth_providers:
  - name: anthropic
    client_id: ${simulator.clientId}
    auth_url: ${simulator.authUrl}
    token_url: ${simulator.tokenUrl}
    profile_url: ${simulator.profileUrl}
    redirect_uri: ${REDIRECT_URI}
    scopes: ["user:profile", "user:inference"]
`);
    rota = await startOnFile('providers.yaml', text);
  });
  afterAll(async () => {
    await rota[Symbol.asyncDispose]();
    await simulator.close();
  });

  it('serves with its keys at once, each model by its route', async () => {
    expect(await servedBy('claude-haiku-4-5')).toEqual({
      account: 'team',
      model: 'claude-haiku-4-5',
      status: 200,
    });
    expect(await servedBy('claude-sonnet-5-5')).toMatchObject({ account: 'relay', status: 200 });
    expect(await servedBy('claude-opus-5-5')).toEqual({
      account: 'relay',
      model: 'claude-sonnet-5-5',
      status: 200,
    });
    expect((await rota.accounts()).map(({ name, enabled }) => [name, enabled])).toEqual([
      ['first@example.com', true],
      ['second@example.com', true],
      ['Relay', true],
      ['Team Token', true],
      ['Resting', false],
    ]);
  });

  it('says what stands between it and its subscriptions', async () => {
    expect(await rota.client.command('login.begin', {})).toMatchObject({
      error: { code: 'terms_not_accepted' },
    });
  });

  it('uses both subscriptions of one name after its file accepts the terms and they have signed in', async () => {
    rota.editFile(text.replace('\nsettings:\n', '\nsettings:\n  terms_accepted: true\n'));
    await expect.poll(termsAccepted, IN_FORCE).toBe(true);
    await signIn('first@example.com');
    await signIn('second@example.com');
    expect(await servedBy('claude-opus-5-5')).toEqual({
      account: 'second',
      model: 'claude-opus-5-5',
      status: 200,
    });
    expect(await servedBy('claude-sonnet-5-5')).toMatchObject({ account: 'first' });
    expect(await servedBy('claude-haiku-4-5')).toMatchObject({ account: 'team' });
  });
});

describe('the example of llm-gateway', () => {
  let text: string;

  beforeAll(async () => {
    simulator = await startSimulator({
      clock: systemClock,
      accounts: [
        { id: 'sub', email: 'me@example.com', plan: 'max' },
        {
          id: 'key',
          email: 'k@example.com',
          plan: 'api',
          apiKey: 'sk-example-anthropic-0000000000000000000',
        },
      ],
      oauth: { redirectUris: [REDIRECT_URI] },
    });
    text = example('llm-gateway-example.toml')
      .replaceAll('https://api.anthropic.com/v1', `${simulator.url}/v1`)
      .replace('https://claude.ai/oauth/authorize', simulator.authUrl)
      .replace('https://console.anthropic.com/v1/oauth/token', simulator.tokenUrl);
    rota = await startOnFile('config.toml', text);
  });
  afterAll(async () => {
    await rota[Symbol.asyncDispose]();
    await simulator.close();
  });

  it('serves with its key at once; its base_url and the request have one /v1 between them', async () => {
    expect(await servedBy('claude-sonnet-5-5')).toMatchObject({ account: 'key', status: 200 });
    expect(simulator.ledger.requests.every(({ path }) => !path.startsWith('/v1/v1'))).toBe(true);
    expect((await rota.accounts()).map(({ name }) => name)).toEqual([
      'anthropic-subscription',
      'anthropic-key',
    ]);
  });

  it('uses its subscription, first of the two, with the headers that it names for token requests', async () => {
    rota.editFile(`${text}\n[settings]\nterms_accepted = true\n`);
    await expect.poll(termsAccepted, IN_FORCE).toBe(true);
    await signIn('me@example.com');
    expect(await servedBy('claude-opus-5-5')).toMatchObject({ account: 'sub', status: 200 });
    const exchange = simulator.ledger.requests.find(
      ({ path }) => path === new URL(simulator.tokenUrl).pathname,
    );
    expect(exchange?.rawHeaders).toContain('llm-gateway/0.5');
  });

  it('is told the address that took the place of the old one, where it still names that', async () => {
    const { parseSettings } = await import('../../../src-main/core/settings/parse-settings.ts');
    const parsed = await parseSettings(example('llm-gateway-example.toml'), {
      file: 'c.toml',
      format: 'toml',
    });
    expect(parsed.ok && parsed.settings.oauthProviders[0]?.tokenUrl).toBe(
      'https://platform.claude.com/v1/oauth/token',
    );
    expect(parsed.ok && parsed.warnings.map(({ code }) => code).sort()).toEqual([
      'old-token-url',
      'unsupported-provider',
      'unused-keys',
    ]);
  });
});
