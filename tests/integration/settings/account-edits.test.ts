/** What people do with accounts, over the management API, with the gateway and a provider behind it. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src-main/core/lib/clock.ts';
import type { Logger } from '../../../src-main/core/logging/logger.ts';
import { type Simulator, startSimulator } from '../../../src-main/core/simulator/simulator.ts';
import { done, type SettingsCore, startOnStore } from '../../support/settings-core.ts';
import { startHttpProxy, startSocksProxy } from '../../support/small-proxies.ts';

const KEY_ONE = 'sk-ant-api03-canary-one';
const KEY_TWO = 'sk-ant-api03-canary-two';
const SETUP_TOKEN = 'sk-ant-oat01-canary-three';
const WRONG_KEY = 'sk-ant-api03-canary-wrong';

let simulator: Simulator;
let rota: SettingsCore;
let logged: string[];

beforeAll(async () => {
  simulator = await startSimulator({
    clock: systemClock,
    accounts: [
      { id: 'one', email: 'one@example.com', plan: 'api', apiKey: KEY_ONE },
      { id: 'two', email: 'two@example.com', plan: 'api', apiKey: KEY_TWO },
      { id: 'three', email: 'three@example.com', plan: 'max', bearerToken: SETUP_TOKEN },
    ],
  });
});
afterAll(() => simulator.close());

beforeEach(async () => {
  logged = [];
  rota = await startOnStore({}, { logger: recorderInto(logged) });
});
afterEach(async () => {
  await rota[Symbol.asyncDispose]();
  expect(logged.join('\n')).not.toContain('canary');
});

const add = async (name: string, key: string) =>
  done(await rota.client.command('accounts.addKey', { name, baseUrl: simulator.url, key })).accountId;
const names = async () => (await rota.accounts()).map(({ name }) => name);
const stateOf = async (id: string) => (await rota.accounts()).find((account) => account.id === id)?.state;

describe('another key', () => {
  it('brings an account back whose key was refused, under its old id and without a secret in the file', async () => {
    const id = await add('One', WRONG_KEY);
    expect((await rota.ask()).status).toBe(401);
    expect(await stateOf(id)).toBe('needs-login');
    const replaced = done(await rota.client.command('accounts.replaceKey', { account: 'One', key: KEY_ONE }));
    expect(replaced.accountId).toBe(id);
    expect(await stateOf(id)).toBe('healthy');
    expect((await rota.ask()).status).toBe(200);
    expect(rota.readFile()).not.toContain('canary');
    expect((await rota.accounts())[0]).toMatchObject({ id, requestsTotal: 2 });
  });

  it('that is the same one is tried again', async () => {
    const id = await add('One', WRONG_KEY);
    await rota.ask();
    done(await rota.client.command('accounts.replaceKey', { account: 'One', key: WRONG_KEY }));
    expect(await stateOf(id)).toBe('healthy');
  });

  it('of another kind travels in the header of its kind', async () => {
    const id = await add('One', KEY_ONE);
    done(await rota.client.command('terms.accept'));
    for (const [key, kind] of [
      [SETUP_TOKEN, 'setup-token'],
      [KEY_TWO, 'api-key'],
    ] as const) {
      done(await rota.client.command('accounts.replaceKey', { account: id, key }));
      expect((await rota.accounts())[0]?.kind).toBe(kind);
      expect((await rota.ask()).status).toBe(200);
    }
  });

  it('takes the place of one that was written into the settings file, and goes into the vault', async () => {
    const provider = { name: 'File', base_url: simulator.url, auth_type: 'api_key', auth_value: WRONG_KEY };
    rota.editFile(JSON.stringify({ providers: [provider] }));
    await expect.poll(names, { timeout: 6_000 }).toEqual(['File']);
    done(await rota.client.command('accounts.replaceKey', { account: 'File', key: KEY_ONE }));
    expect(rota.readFile()).not.toContain('canary');
    expect((await rota.ask()).status).toBe(200);
  });

  it('is refused for accounts that have none of their own', async () => {
    const providers = [
      { name: 'Env', base_url: simulator.url, auth_value: 'env:NAME_OF_KEY' },
      { name: 'Sub', base_url: simulator.url, auth_value: 'oauth', account_email: 'a@example.com' },
    ];
    rota.editFile(JSON.stringify({ providers }));
    await expect.poll(names, { timeout: 6_000 }).toHaveLength(2);
    const replace = (account: string) => rota.client.command('accounts.replaceKey', { account, key: 'k' });
    expect(await replace('Env')).toMatchObject({
      error: { code: 'account_has_no_key', message: expect.stringContaining('NAME_OF_KEY') },
    });
    expect(await replace('Sub')).toMatchObject({ error: { code: 'account_has_no_key' } });
    expect(await replace('nobody')).toMatchObject({ error: { code: 'account_unknown' } });
  });
});

describe('a removal', () => {
  const route = (pattern: string, ...providers: string[]) =>
    rota.client.command('routes.save', {
      pattern,
      strategy: null,
      candidates: providers.map((provider) => ({ provider, accountEmail: null, model: null })),
    });

  it('is undone: key, place, name, counts and routes are as before', async () => {
    await add('One', KEY_ONE);
    const id = await add('Two', KEY_TWO);
    await add('Three', 'sk-ant-api03-canary-other');
    done(await rota.client.command('accounts.rename', { account: 'Two', name: 'Second' }));
    done(await route('*opus*', 'Two', 'One'));
    done(await route('*haiku*', 'Two'));
    expect((await rota.ask('claude-haiku-5')).headers['x-rota-account']).toBe(id);
    const before = { accounts: await rota.accounts(), routes: await rota.client.query('routes.list') };

    const removed = done(await rota.client.command('accounts.remove', { accounts: ['Second'] }));
    expect(removed.accountIds).toEqual([id]);
    expect(await names()).toEqual(['One', 'Three']);
    expect((await rota.ask('claude-haiku-5')).headers['x-rota-account']).not.toBe(id);

    done(await rota.client.command('accounts.restore', { accountIds: [id] }));
    const after = await rota.accounts();
    expect(after.map(({ id, name, place, requestsTotal }) => ({ id, name, place, requestsTotal }))).toEqual(
      before.accounts.map(({ id, name, place }) => ({ id, name, place, requestsTotal: expect.any(Number) })),
    );
    expect(after[1]?.requestsTotal).toBe(1);
    expect(await rota.client.query('routes.list')).toEqual(before.routes);
    expect((await rota.ask('claude-haiku-5')).headers['x-rota-account']).toBe(id);
  });

  it('of several at once is undone in one go', async () => {
    for (const name of ['A', 'B', 'C']) await add(name, `sk-ant-api03-canary-${name}`);
    const { accountIds } = done(await rota.client.command('accounts.remove', { accounts: ['C', 'A', 'B'] }));
    expect(await names()).toEqual([]);
    const twice = [...accountIds, accountIds[0]!];
    done(await rota.client.command('accounts.restore', { accountIds: twice }));
    expect(await names()).toEqual(['A', 'B', 'C']);
  });

  it('is undone once, and only by those who were removed', async () => {
    const id = await add('One', KEY_ONE);
    const restore = () => rota.client.command('accounts.restore', { accountIds: [id] });
    const nothing = { error: { code: 'nothing_to_restore' } };
    expect(await restore()).toMatchObject(nothing);
    done(await rota.client.command('accounts.remove', { accounts: ['One'] }));
    done(await restore());
    expect(await restore()).toMatchObject(nothing);
    const unknown = await rota.client.command('accounts.restore', { accountIds: [id, 'unknown'] });
    expect(unknown).toMatchObject(nothing);
  });

  it('is not undone over an account that has its name by now', async () => {
    const id = await add('One', KEY_ONE);
    done(await rota.client.command('accounts.remove', { accounts: ['One'] }));
    await add('One', KEY_TWO);
    expect(await rota.client.command('accounts.restore', { accountIds: [id] })).toMatchObject({
      error: { code: 'name_taken' },
    });
    expect((await rota.ask()).status).toBe(200);
    expect(simulator.ledger.requests.at(-1)?.accountId).toBe('two');
  });

  it('of an account whose key stood in the settings file comes back with the key in the vault', async () => {
    const provider = { name: 'File', base_url: simulator.url, auth_type: 'api_key', auth_value: KEY_ONE };
    rota.editFile(JSON.stringify({ providers: [provider] }));
    await expect.poll(names, { timeout: 6_000 }).toEqual(['File']);
    const { accountIds } = done(await rota.client.command('accounts.remove', { accounts: ['File'] }));
    expect(rota.readFile()).not.toContain('canary');
    done(await rota.client.command('accounts.restore', { accountIds }));
    expect(rota.readFile()).not.toContain('canary');
    expect((await rota.ask()).status).toBe(200);
  });
});

describe('proxy, hours and cap of an account', () => {
  it('are set one by one, shown, and taken away again', async () => {
    await add('One', KEY_ONE);
    const configure = async (change: object) => {
      done(await rota.client.command('accounts.configure', { account: 'One', ...change }));
      const { settings } = done(await rota.client.query('settings.get'));
      const { proxy, hours, maxConcurrentRequests } = settings.providers[0]!;
      return { proxy, hours, maxConcurrentRequests };
    };
    expect(await configure({ hours: '22:00-06:00' })).toEqual({
      proxy: null,
      hours: '22:00-06:00',
      maxConcurrentRequests: null,
    });
    expect(await configure({ maxConcurrentRequests: 2, proxy: 'none' })).toEqual({
      proxy: 'none',
      hours: '22:00-06:00',
      maxConcurrentRequests: 2,
    });
    expect(await configure({ hours: null, maxConcurrentRequests: null, proxy: null })).toEqual({
      proxy: null,
      hours: null,
      maxConcurrentRequests: null,
    });
    expect(JSON.parse(rota.readFile()).providers[0]).not.toHaveProperty('hours');
  });

  it('hold for the next request', async () => {
    await add('One', KEY_ONE);
    const proxy = await startHttpProxy();
    const address = `http://127.0.0.1:${proxy.port}`;
    done(await rota.client.command('accounts.configure', { account: 'One', proxy: address }));
    expect((await rota.ask()).status).toBe(200);
    expect(proxy.targets).toEqual([`127.0.0.1:${simulator.port}`]);
  });

  it.each([
    [{ proxy: 'htp://typo' }, 'settings_invalid', 'providers[0].proxy must be a http, https or socks5 URL'],
    [{ hours: '09:00-09:00' }, 'settings_invalid', 'providers[0].hours must be two different times'],
    [{ hours: '25:00-26:00' }, 'settings_invalid', 'providers[0].hours must be two different times'],
    [{ hours: 'nine to five' }, 'invalid_input', 'must be like 09:00-18:00'],
    [{ maxConcurrentRequests: 0 }, 'invalid_input', 'maxConcurrentRequests'],
  ])('are refused where they are wrong: %j', async (change, code, sentence) => {
    await add('One', KEY_ONE);
    const before = rota.readFile();
    expect(await rota.client.command('accounts.configure', { account: 'One', ...change })).toMatchObject({
      error: { code, message: expect.stringContaining(sentence) },
    });
    expect(rota.readFile()).toBe(before);
  });
});

describe('a key that is tried before it is added', () => {
  const trial = (input: object) =>
    rota.client.command('accounts.testKey', {
      baseUrl: simulator.url,
      key: KEY_ONE,
      proxy: 'none',
      ...input,
    });

  it('is accepted or refused by the address that it is for, with the header of its kind', async () => {
    expect(done(await trial({}))).toMatchObject({ result: 'accepted', status: 200 });
    expect(done(await trial({ baseUrl: `${simulator.url}/v1/` }))).toMatchObject({ result: 'accepted' });
    expect(done(await trial({ key: WRONG_KEY }))).toMatchObject({ result: 'refused', status: 401 });
    expect(done(await trial({ authType: 'auth_token' }))).toMatchObject({ status: 200 });
    expect(await names()).toEqual([]);
  });

  it('is a setup token only after the terms were accepted, and then carries the flag that goes with it', async () => {
    expect(await trial({ key: SETUP_TOKEN })).toMatchObject({ error: { code: 'terms_not_accepted' } });
    done(await rota.client.command('terms.accept'));
    expect(done(await trial({ key: SETUP_TOKEN }))).toMatchObject({ result: 'accepted', status: 200 });
    expect(await trial({ key: SETUP_TOKEN, authType: 'api_key' })).toMatchObject({
      error: { code: 'invalid_input' },
    });
  });

  it('goes through the proxy that is named', async () => {
    for (const [scheme, start] of [
      ['http', startHttpProxy],
      ['socks5', startSocksProxy],
    ] as const) {
      const proxy = await start();
      const answer = done(await trial({ proxy: `${scheme}://127.0.0.1:${proxy.port}` }));
      expect(answer, scheme).toMatchObject({ result: 'accepted' });
      expect(proxy.targets, scheme).toEqual([`127.0.0.1:${simulator.port}`]);
    }
    expect(await trial({ proxy: '127.0.0.1:3128' })).toMatchObject({ error: { code: 'invalid_input' } });
  });

  it.each([
    [200, 'application/json', '{}', 'accepted'],
    [403, 'application/json', '{"error":{"type":"permission_error","message":"no"}}', 'refused'],
    [403, 'text/html', '<!doctype html><title>Attention</title>', 'unclear'],
    [403, 'application/json', '{"error":{"type":"forbidden","message":"Request not allowed"}}', 'unclear'],
    [404, 'text/plain', 'not here', 'unclear'],
    [302, 'text/plain', '', 'unclear'],
    [500, 'text/plain', '', 'unclear'],
  ])('comes to this where the answer is %i %s %s: %s', async (status, type, body, result) => {
    const server = createServer((_request, response) => {
      response.writeHead(status, { 'content-type': type, location: simulator.url }).end(body);
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const seen = done(await trial({ baseUrl }));
    await new Promise((resolve) => server.close(resolve));
    expect(seen).toMatchObject({ result, status });
  });

  it('is not judged where nobody answers', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const seen = done(await trial({ baseUrl: `http://127.0.0.1:${port}` }));
    expect(seen).toMatchObject({ result: 'unreachable', status: null });
    expect(seen.durationMs).toBeLessThan(5_000);
  });
});

function recorderInto(lines: string[]): Logger {
  const write: Logger['info'] = (message, fields) => void lines.push(JSON.stringify({ message, ...fields }));
  return { trace: write, debug: write, info: write, warn: write, error: write };
}
