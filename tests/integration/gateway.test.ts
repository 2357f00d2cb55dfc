/** The gateway as Claude Code and the official SDK use it: over real sockets, against the simulator. */
import { readFileSync } from 'node:fs';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import Anthropic from '@anthropic-ai/sdk';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src-main/core/lib/clock.ts';
import type { SimulatedAccount } from '../../src-main/core/simulator/account/simulated-account.ts';
import { seededRandom } from '../../src-main/core/simulator/seeded-random.ts';
import { type Simulator, startSimulator } from '../../src-main/core/simulator/simulator.ts';
import type { SimulatorOptions } from '../../src-main/core/simulator/simulator-options.ts';
import { clientHeaders, messagesBody, send } from '../support/http-exchange.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { startTestCore, type TestCore } from '../support/test-core.ts';

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

const keyAccount = (id: string, more: Partial<SimulatedAccount> = {}): SimulatedAccount => ({
  id,
  email: `${id}@example.com`,
  plan: 'max',
  bearerToken: `sk-ant-oat01-${id}`,
  ...more,
});

async function simulator(
  accounts: readonly SimulatedAccount[],
  more: Partial<SimulatorOptions> = {},
): Promise<Simulator> {
  const started = await startSimulator({ clock: systemClock, accounts, ...more });
  open.push(() => started.close());
  return started;
}

async function rotaFor(upstream: Simulator, ids: readonly string[], more = ''): Promise<TestCore> {
  const entries = ids.map(
    (id) =>
      `  - { name: ${id}, base_url: ${upstream.url}, auth_type: auth_token, auth_value: sk-ant-oat01-${id}, proxy: none }`,
  );
  const core = await startTestCore(
    `providers:\n${entries.join('\n')}\nsettings: { terms_accepted: true }\n${more}`,
  );
  open.push(() => core[Symbol.asyncDispose]());
  return core;
}

const ask = (rota: TestCore, options: Parameters<typeof messagesBody>[0] & { session?: string } = {}) =>
  send(`${rota.url}/v1/messages`, {
    headers: clientHeaders(rota.clientKey, options.session),
    body: messagesBody(options),
  });

const until = async (condition: () => boolean, what: string) => {
  for (let i = 0; i < 200; i++) {
    if (condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`it did not come to this: ${what}`);
};

describe('the official SDK', () => {
  const seen = async (client: Anthropic) => {
    const stream = client.messages.stream({
      model: 'claude-sonnet-5-5',
      max_tokens: 300,
      messages: [{ role: 'user', content: 'count to 20' }],
    });
    const events: unknown[] = [];
    for await (const event of stream) events.push(event);
    const plain = await client.messages.create({
      model: 'claude-sonnet-5-5',
      max_tokens: 50,
      messages: [{ role: 'user', content: 'say hi' }],
    });
    return { events, final: await stream.finalMessage(), plain };
  };

  it('gets identical events through Rota and direct', async () => {
    // Two simulators with one seed and one clock give byte-equal answers.
    const clock = new ManualClock();
    const twin = () => simulator([keyAccount('a')], { clock, random: seededRandom(7) });
    const [direct, upstream] = [await twin(), await twin()];
    const rota = await rotaFor(upstream, ['a']);
    const options = { maxRetries: 0, defaultHeaders: { 'anthropic-beta': 'oauth-2025-04-20' } };
    const straight = await seen(
      new Anthropic({ ...options, apiKey: null, authToken: 'sk-ant-oat01-a', baseURL: direct.url }),
    );
    const through = await seen(
      new Anthropic({ ...options, apiKey: null, authToken: rota.clientKey, baseURL: rota.url }),
    );
    expect(through.events.length).toBeGreaterThan(10);
    expect(JSON.stringify(through)).toBe(JSON.stringify(straight));
  });
});

describe('a session', () => {
  it('stays with the account that has its prompt cache, although another is first again', async () => {
    const upstream = await simulator([keyAccount('a'), keyAccount('b')]);
    const rota = await rotaFor(upstream, ['a', 'b']);
    upstream.faults.inject({ fault: 'internal-error', account: 'a' });
    const first = await ask(rota, { session: 's-1' });
    const second = await ask(rota, { session: 's-1' });
    const other = await ask(rota, { session: 's-2' });
    expect(first.headers['x-rota-attempts']).toBe('2');
    expect(second.headers['x-rota-account']).toBe(first.headers['x-rota-account']);
    expect(other.headers['x-rota-account']).not.toBe(first.headers['x-rota-account']);
    expect(upstream.ledger.requests.map(({ accountId }) => accountId)).toEqual(['a', 'b', 'b', 'a']);
  });
});

describe('a client that leaves', () => {
  it('takes the upstream request with it at once', async () => {
    const upstream = await simulator([keyAccount('a')], { pace: { firstEventMs: 0, betweenEventsMs: 20 } });
    const rota = await rotaFor(upstream, ['a']);
    const answer = await send(`${rota.url}/v1/messages`, {
      headers: clientHeaders(rota.clientKey),
      body: messagesBody({ stream: true, text: 'count to 2000' }),
      abortAfterBytes: 10,
    });
    expect(answer.complete).toBe(false);
    await until(() => upstream.ledger.requests[0]?.aborted === true, 'the upstream saw the abort');
    const [facts] = await rota.requests();
    expect(facts).toMatchObject({ outcome: 'client-aborted', status: 200, incomplete: true });
  });
});

describe('a token that is refused', () => {
  it('is renewed once for all requests that need it, and none of them fails', async () => {
    const upstream = await simulator([{ id: 'o', email: 'o@example.com', plan: 'max' }]);
    const rota = await startTestCore(`
providers:
  - { name: sub, base_url: ${upstream.url}, auth_type: auth_token, auth_value: oauth, proxy: none }
oauth_providers:
  - { name: anthropic, client_id: ${upstream.clientId}, auth_url: ${upstream.authUrl}, token_url: ${upstream.tokenUrl},
      redirect_uri: ${upstream.redirectUri}, scopes: [user:inference, user:profile], profile_url: ${upstream.profileUrl} }
settings: { terms_accepted: true }
`);
    open.push(() => rota[Symbol.asyncDispose]());
    const begun = await rota.api('/oauth/generate-url');
    const approved = await fetch(`${begun['authorization_url']}&auto=o@example.com`, { redirect: 'manual' });
    await rota.api('/oauth/exchange-code', {
      method: 'POST',
      body: { code: approved.headers.get('location') },
    });
    expect((await ask(rota)).status).toBe(200);

    upstream.account('o').expireAccessTokens();
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask(rota)));
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
    expect(upstream.ledger.tokenCalls.map(({ grant }) => grant)).toEqual([
      'authorization_code',
      'refresh_token',
    ]);

    upstream.account('o').revokeGrants();
    const refused = await ask(rota);
    expect(refused.status).toBe(401);
    expect(refused.headers['x-should-retry']).toBe('false');
    expect(refused.body.toString()).toContain('o@example.com needs to sign in');
    expect((await rota.accounts())[0]).toMatchObject({ state: 'needs-login' });
  });
});

describe('limits', () => {
  it('of all accounts are told in one sentence, with who is free when', async () => {
    const upstream = await simulator([keyAccount('a'), keyAccount('b')]);
    const rota = await rotaFor(upstream, ['a', 'b']);
    const soon = systemClock.now() + 30_000;
    upstream.account('a').setUtilization('five_hour', 1, soon + 3_600_000);
    upstream.account('b').setUtilization('five_hour', 1, soon);
    const answer = await ask(rota);
    const { message } = JSON.parse(answer.body.toString()).error;
    expect(answer.status).toBe(429);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(20);
    expect(answer.headers['x-should-retry']).toBeUndefined();
    expect(answer.rawHeaders.join()).not.toContain('anthropic-ratelimit');
    expect(message).toMatch(
      /^No account can serve claude-sonnet-5-5 before .*: b .* until .*; a .* until .*\.$/,
    );
  });

  it('of one model family leave the account open for the others', async () => {
    const upstream = await simulator([
      keyAccount('a', {
        quotas: [
          { claim: 'five_hour', size: 1_000, unit: 'requests' },
          { claim: 'seven_day', size: 1_000, unit: 'requests' },
          { claim: 'seven_day_opus', size: 1, unit: 'requests' },
        ],
      }),
    ]);
    const rota = await rotaFor(upstream, ['a']);
    expect((await ask(rota, { model: 'claude-opus-5-5' })).status).toBe(200);
    expect((await ask(rota, { model: 'claude-opus-5-5' })).status).toBe(429);
    expect((await ask(rota, { model: 'claude-sonnet-5-5' })).status).toBe(200);
  });
});

describe('every path below /v1/', () => {
  it('is proxied: counting, models, and what nobody has heard of yet', async () => {
    const upstream = await simulator([keyAccount('a')]);
    const rota = await rotaFor(upstream, ['a']);
    const headers = clientHeaders(rota.clientKey);
    const counted = await send(`${rota.url}/v1/messages/count_tokens?beta=true`, {
      headers,
      body: messagesBody(),
    });
    const models = await send(`${rota.url}/v1/models?limit=1000`, { headers });
    const unknown = await send(`${rota.url}/v1/things/7`, { headers, method: 'DELETE' });
    expect(JSON.parse(counted.body.toString()).input_tokens).toBeGreaterThan(0);
    expect(JSON.parse(models.body.toString()).data.length).toBeGreaterThan(0);
    expect(unknown.status).toBe(404);
    expect(upstream.ledger.requests.map(({ method, target }) => `${method} ${target}`)).toEqual([
      'POST /v1/messages/count_tokens?beta=true',
      'GET /v1/models?limit=1000',
      'DELETE /v1/things/7',
    ]);
  });
});

describe('usage', () => {
  it('of streams and plain answers is what the upstream reported, encoded or not', async () => {
    for (const compression of [null, 'gzip', 'br', 'deflate', 'zstd'] as const) {
      const upstream = await simulator([keyAccount('a')], { compression });
      const rota = await rotaFor(upstream, ['a']);
      await ask(rota, { stream: true, session: 's' });
      await ask(rota, { session: 's' });
      const expected = upstream.ledger.requests.map(({ usage }) => usage).reverse();
      await until(() => upstream.ledger.requests.every(({ endedAt }) => endedAt !== null), 'both ended');
      expect((await rota.requests()).map(({ usage, incomplete }) => ({ usage, incomplete }))).toEqual(
        expected.map((usage) => ({ usage, incomplete: false })),
      );
    }
  });
});

describe('a certificate for another host', () => {
  it('is refused before the key or the prompt is sent', async () => {
    const folder = join(import.meta.dirname, '../vectors/tls');
    let asked = 0;
    const tls = createTlsServer(
      {
        key: readFileSync(join(folder, 'other-host.key')),
        cert: readFileSync(join(folder, 'other-host.crt')),
      },
      (_request, response) => {
        asked++;
        response.end('{}');
      },
    );
    await new Promise<void>((resolve) => tls.listen(0, '127.0.0.1', resolve));
    open.push(() => new Promise((resolve) => tls.close(resolve)));
    const { port } = tls.address() as AddressInfo;
    const rota = await startTestCore(
      `providers: [{ name: tls, base_url: "https://127.0.0.1:${port}", auth_type: api_key, auth_value: sk-x, proxy: none }]`,
    );
    open.push(() => rota[Symbol.asyncDispose]());
    const answer = await ask(rota);
    expect(answer.status).toBe(502);
    expect(answer.body.toString()).toContain('certificate');
    expect(asked).toBe(0);
    expect((await rota.accounts())[0]).toMatchObject({ state: 'healthy' });
  });
});

describe('pausing', () => {
  it('answers at once and says how to go on', async () => {
    const upstream = await simulator([keyAccount('a')]);
    const rota = await rotaFor(upstream, ['a']);
    await rota.api('/api/gateway/pause', { method: 'POST', body: {} });
    const answer = await ask(rota);
    expect(answer.status).toBe(503);
    expect(answer.headers['x-should-retry']).toBe('false');
    await rota.api('/api/gateway/resume', { method: 'POST', body: {} });
    expect((await ask(rota)).status).toBe(200);
  });
});
