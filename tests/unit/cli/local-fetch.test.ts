import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { localFetch } from '../../../src-main/headless/local-fetch.ts';

async function listen(listener: RequestListener): Promise<AsyncDisposable & { readonly url: string }> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

describe('the way to the running instance', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('sends method, headers and body, and reads the whole answer', async () => {
    await using server = await listen((request, response) => {
      request.setEncoding('utf8').once('data', (body: string) => {
        response.writeHead(409, { 'content-type': 'application/json' });
        response.write(`{"saw":"${request.method} ${request.headers.authorization} `);
        response.end(`${body}"}`);
      });
    });
    const answer = await localFetch(`${server.url}/api`, {
      method: 'POST',
      headers: { authorization: 'Bearer t' },
      body: '密钥',
    });
    expect(answer).toMatchObject({ ok: false, status: 409 });
    expect(JSON.parse(await answer.text())).toEqual({ saw: 'POST Bearer t 密钥' });
  });

  it('asks no proxy, whatever the environment names', async () => {
    let proxied = 0;
    await using proxy = await listen((_request, response) => {
      proxied += 1;
      response.end('proxy');
    });
    await using server = await listen((_request, response) => response.end('rota'));
    vi.stubEnv('NODE_USE_ENV_PROXY', '1');
    vi.stubEnv('HTTP_PROXY', proxy.url);
    vi.stubEnv('http_proxy', proxy.url);
    const answer = await localFetch(server.url, { method: 'GET', headers: {} });
    expect(await answer.text()).toBe('rota');
    expect(proxied).toBe(0);
  });

  it('rejects where nobody listens', async () => {
    const { url, [Symbol.asyncDispose]: close } = await listen(() => {});
    await close();
    await expect(localFetch(url, { method: 'GET', headers: {} })).rejects.toThrow(/ECONNREFUSED/);
  });

  it('gives a stream piece by piece and leaves it when told to', async () => {
    await using server = await listen((request, response) => {
      response.write('first');
      request.socket.once('close', () => response.destroy());
    });
    const aborter = new AbortController();
    const answer = await localFetch(server.url, { method: 'GET', headers: {}, signal: aborter.signal });
    const reader = answer.body?.getReader();
    const { value } = (await reader?.read()) ?? {};
    expect(new TextDecoder().decode(value)).toBe('first');
    aborter.abort();
    await expect(reader?.read()).rejects.toThrow();
  });
});
