import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contract } from '../../../src-shared/contract/contract.ts';
import { endpointOf } from '../../../src-shared/contract/endpoint.ts';
import { type RunningRota, startRota } from '../../contract/running-rota.ts';

const PAGE = '<!doctype html><script type="module" src="/assets/index-abc.js"></script>';

let rota: RunningRota;
beforeAll(async () => {
  rota = await startRota({
    dashboard: {
      'index.html': PAGE,
      'assets/index-abc.js': 'export {};',
      'assets/font-abc.woff2': 'font',
      'notes.secret': 'not part of a page',
    },
  });
});
afterAll(() => rota[Symbol.asyncDispose]());

const bare = (path: string, init?: RequestInit) => fetch(`${rota.url}${path}`, init);
const errorOf = async (response: Response) => ((await response.json()) as { error: { code: string } }).error;

describe('without a key', () => {
  it.each(['/api/hello', '/health', '/'])('%s answers 200 to GET and to HEAD', async (path) => {
    expect((await bare(path)).status).toBe(200);
    const head = await bare(path, { method: 'HEAD' });
    expect(head.status).toBe(200);
    expect(await head.text()).toBe('');
  });

  it('/health tells the version and nothing about accounts', async () => {
    expect(await (await bare('/health')).json()).toEqual({ status: 'ok', version: '1.2.3' });
  });

  it('every other address of the management API answers 401 in Rota’s own shape', async () => {
    const endpoints = Object.entries(contract).map(([name, { kind }]) => endpointOf(name, kind));
    const others = [
      '/api/events',
      '/openapi.json',
      '/providers',
      '/metrics',
      '/oauth/status',
      '/api/nothing',
    ];
    for (const { method, path } of [...endpoints, ...others.map((path) => ({ method: 'GET', path }))]) {
      for (const headers of [{}, { authorization: 'Bearer wrong' }, { authorization: rota.controlToken }]) {
        const response = await bare(path, { method, headers });
        expect(response.status, `${method} ${path}`).toBe(401);
        expect(response.headers.get('www-authenticate')).toBe('Bearer');
        expect((await errorOf(response)).code).toBe('unauthorized');
      }
    }
  });

  it('the client key opens nothing of it', async () => {
    const authorization = `Bearer ${rota.core.clientKey().reveal()}`;
    expect((await bare('/api/snapshot', { headers: { authorization } })).status).toBe(401);
    expect((await bare('/api/snapshot', { headers: { 'x-api-key': rota.controlToken } })).status).toBe(401);
  });
});

describe('with the admin token', () => {
  it('answers are JSON that nobody keeps', async () => {
    const response = await rota.request('/api/snapshot');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect([...response.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  it('an unknown address is 404 and a wrong method 405 that names the right one', async () => {
    const unknown = await rota.request('/api/nothing');
    expect(unknown.status).toBe(404);
    expect((await errorOf(unknown)).code).toBe('not_found');
    expect((await rota.request('/api/snapshot/nothing')).status).toBe(404);

    const wrong = await rota.request('/api/accounts/order');
    expect(wrong.status).toBe(405);
    expect(wrong.headers.get('allow')).toBe('POST');
    expect((await errorOf(wrong)).code).toBe('method_not_allowed');
    expect((await rota.request('/api/snapshot', { method: 'DELETE' })).headers.get('allow')).toBe('GET');
  });

  it('a command takes JSON only, and a body is optional', async () => {
    const post = (headers: Record<string, string>, body?: BodyInit) =>
      rota.request('/api/gateway/resume', {
        method: 'POST',
        headers,
        ...(body === undefined ? {} : { body }),
      });
    expect((await post({ 'content-type': 'text/plain' }, '{}')).status).toBe(415);
    expect((await post({ 'content-type': 'application/x-www-form-urlencoded' }, 'a=b')).status).toBe(415);
    expect((await post({}, '{')).status).toBe(400);
    expect((await post({}, JSON.stringify({ a: 'x'.repeat(1024 * 1024) }))).status).toBe(413);
    expect((await post({}, '{}')).status).toBe(200);
    expect((await post({})).status).toBe(200);
  });

  it('a wrong query says what is wrong, in the caller’s language', async () => {
    const english = await rota.request('/api/keys/show?which=other');
    expect(english.status).toBe(400);
    expect(await errorOf(english)).toEqual({
      code: 'invalid_input',
      message: 'This cannot be done as asked: which must be one of client, admin.',
    });
    const chinese = await rota.request('/api/keys/show', {
      headers: { 'accept-language': 'zh-CN,en;q=0.5' },
    });
    expect(await errorOf(chinese)).toMatchObject({ message: expect.stringContaining('无法按此要求执行') });
  });

  it('the OpenAPI page is there', async () => {
    const page = (await (await rota.request('/openapi.json')).json()) as { openapi: string; paths: object };
    expect(page.openapi).toBe('3.1.0');
    expect(page.paths).toHaveProperty('/api/snapshot');
  });
});

describe('the dashboard', () => {
  it('is served under a strict policy', async () => {
    const page = await bare('/');
    expect(await page.text()).toBe(PAGE);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    expect(page.headers.get('cache-control')).toBe('no-cache');
  });

  it('lets browsers keep what carries a hash in its name', async () => {
    const script = await bare('/assets/index-abc.js');
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect((await bare('/assets/font-abc.woff2')).headers.get('content-type')).toBe('font/woff2');
  });

  it.each([
    '/config.json',
    '/../config.json',
    '/%2e%2e/config.json',
    '/..%2fconfig.json',
    '/assets/..%5c..%5cconfig.json',
    '/assets/../../config.json',
    '/notes.secret',
    '/assets',
    '/assets/',
    '/constructor',
    '/__proto__',
  ])('never serves %s', async (path) => {
    const response = await bare(path);
    expect(response.status).toBe(404);
    expect((await errorOf(response)).code).toBe('not_found');
  });

  it('takes GET only', async () => {
    expect((await bare('/', { method: 'POST' })).status).toBe(404);
  });

  it('says so where it was not built', async () => {
    await using other = await startRota();
    const page = await fetch(`${other.url}/`);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('npm run build');
    expect((await fetch(`${other.url}/assets/index-abc.js`)).status).toBe(404);
  });
});

describe('a one-time link', () => {
  const redeem = (code: unknown, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
    bare('/api/session', { method: 'POST', headers, body: JSON.stringify({ code }) });

  it('is exchanged once for the admin token', async () => {
    const code = rota.core.dashboardLink().split('#login=')[1];
    const first = await redeem(code);
    expect(first.status).toBe(200);
    const { token } = (await first.json()) as { token: string };
    const opened = await bare('/api/snapshot', { headers: { authorization: `Bearer ${token}` } });
    expect(opened.status).toBe(200);
    const second = await redeem(code);
    expect(second.status).toBe(401);
    expect((await errorOf(second)).code).toBe('unauthorized');
  });

  it.each([['guess'], [''], [null], [['x']], [{}]])('is not opened by %j', async (code) => {
    expect((await redeem(code)).status).toBe(401);
  });

  it('is not redeemed by a form of another site', async () => {
    const code = rota.core.dashboardLink().split('#login=')[1];
    expect((await redeem(code, { 'content-type': 'text/plain' })).status).toBe(415);
    const foreign = { 'content-type': 'application/json', origin: 'https://evil.example' };
    expect((await redeem(code, foreign)).status).toBe(403);
    expect((await redeem(code)).status).toBe(200);
  });
});

describe('the event stream', () => {
  it('begins with the state, and ends at once when Rota stops', async () => {
    await using other = await startRota();
    const response = await other.request('/api/events');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    const reader = response.body?.getReader();
    const first = new TextDecoder().decode((await reader?.read())?.value);
    expect(first).toMatch(/^id: \d+\nevent: snapshot\ndata: \{"revision":\d+,/);
    await other.core.drain();
    expect((await reader?.read())?.done).toBe(true);
  });
});
