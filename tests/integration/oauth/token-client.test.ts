import { describe, expect, test, vi } from 'vitest';
import { systemClock } from '../../../src-main/core/lib/clock.ts';
import { Secret } from '../../../src-main/core/lib/secret.ts';
import type { ProxyChoice } from '../../../src-main/core/oauth/http-fetch.ts';
import { createProfileClient } from '../../../src-main/core/oauth/profile-client.ts';
import { createTokenClient } from '../../../src-main/core/oauth/token-client.ts';
import { createUndiciFetch } from '../../../src-main/core/oauth/undici-transport.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { oauthProvider } from '../../support/oauth-fixtures.ts';
import { startHttpProxy, startSocksProxy } from '../../support/small-proxies.ts';
import { send, TokenServer } from '../../support/token-server.ts';

const grant = { refreshToken: new Secret('REFRESH'), scopes: ['user:inference'] };
const userAgent = 'rota/1.2.3';

async function refresh(tokenUrl: string, clock = systemClock, proxy: ProxyChoice = 'none') {
  const client = createTokenClient({ fetch: createUndiciFetch(), clock, userAgent });
  return client.refresh(oauthProvider({ tokenUrl }), grant, proxy);
}

describe('a token request on the wire', () => {
  test('carries exactly our headers and the body', async () => {
    const server = await TokenServer.start();
    server.next.push({ body: { access_token: 'A', expires_in: 60 } });
    expect(await refresh(server.tokenUrl)).toMatchObject({ ok: true, value: { accessToken: 'A' } });
    const [request] = server.requests;
    expect(request).toMatchObject({ method: 'POST', path: '/v1/oauth/token' });
    expect(Object.keys(request!.headers).sort()).toEqual([
      'accept',
      'connection',
      'content-length',
      'content-type',
      'host',
      'user-agent',
    ]);
    expect(request!.headers['user-agent']).toBe('rota/1.2.3');
    expect(JSON.parse(request!.body)).toEqual({
      grant_type: 'refresh_token',
      refresh_token: 'REFRESH',
      client_id: 'client-1',
      scope: 'user:inference',
    });
  });

  test.each([307, 302])(
    'follows no redirect, so that the secret reaches no other host (%d)',
    async (status) => {
      const elsewhere = await TokenServer.start();
      const server = await TokenServer.start();
      server.next.push({ status, headers: { location: elsewhere.tokenUrl } });
      expect(await refresh(server.tokenUrl)).toEqual({ ok: false, error: { kind: 'redirected', status } });
      expect(elsewhere.requests).toEqual([]);
    },
  );

  test('goes once, whatever comes of it', async () => {
    const server = await TokenServer.start();
    server.otherwise = { status: 503 };
    await refresh(server.tokenUrl);
    expect(server.requests).toHaveLength(1);
  });
});

describe('an endpoint in trouble', () => {
  test('that is silent is given up after 30 s', async () => {
    const server = await TokenServer.start();
    server.otherwise = () => {};
    const clock = new ManualClock();
    const waiting = refresh(server.tokenUrl, clock);
    await vi.waitFor(() => expect(server.requests).toHaveLength(1));
    clock.advance(29_999);
    expect(clock.pendingTimers).toBe(1);
    clock.advance(1);
    expect(await waiting).toEqual({ ok: false, error: { kind: 'timed-out', timeoutMs: 30_000 } });
  });

  test('that stops in the middle of its answer is given up too', async () => {
    const server = await TokenServer.start();
    let halfway = false;
    server.otherwise = (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"access_token":', () => {
        halfway = true;
      });
    };
    const clock = new ManualClock();
    const waiting = refresh(server.tokenUrl, clock);
    await vi.waitFor(() => expect(halfway).toBe(true));
    clock.advance(30_000);
    expect(await waiting).toEqual({ ok: false, error: { kind: 'timed-out', timeoutMs: 30_000 } });
  });

  test('that sends without end is cut off at one megabyte', async () => {
    const server = await TokenServer.start();
    let sent = 0;
    server.otherwise = (response) => {
      const chunk = Buffer.alloc(64 * 1024, 'a');
      const pour = () => {
        while (!response.destroyed && sent < 64 * 1024 * 1024 && response.write(chunk)) sent += chunk.length;
      };
      response.on('drain', pour);
      pour();
    };
    expect(await refresh(server.tokenUrl)).toEqual({
      ok: false,
      error: { kind: 'answer-unusable', problem: 'too-large' },
    });
    expect(sent).toBeLessThan(32 * 1024 * 1024);
  });

  test('that resets the connection is unreachable', async () => {
    const server = await TokenServer.start();
    server.otherwise = (response) => response.socket?.destroy();
    expect(await refresh(server.tokenUrl)).toMatchObject({ ok: false, error: { kind: 'unreachable' } });
  });

  test('that is not there says why', async () => {
    const server = await TokenServer.start();
    const { tokenUrl } = server;
    await server.close();
    expect(await refresh(tokenUrl)).toEqual({
      ok: false,
      error: { kind: 'unreachable', cause: 'ECONNREFUSED' },
    });
  });

  test('that speaks no HTTP is unreachable', async () => {
    const server = await TokenServer.start();
    server.otherwise = (response) => response.socket?.end('SSH-2.0-OpenSSH\r\n');
    expect(await refresh(server.tokenUrl)).toMatchObject({ ok: false, error: { kind: 'unreachable' } });
  });
});

describe('a proxy', () => {
  const body = { access_token: 'A' };

  test('for HTTP carries the request', async () => {
    const server = await TokenServer.start();
    const proxy = await startHttpProxy();
    server.next.push({ body });
    expect(await refresh(server.tokenUrl, systemClock, `http://127.0.0.1:${proxy.port}`)).toMatchObject({
      ok: true,
    });
    expect(proxy.targets).toEqual([new URL(server.origin).host]);
  });

  test('for SOCKS carries the request', async () => {
    const server = await TokenServer.start();
    const proxy = await startSocksProxy();
    server.next.push({ body });
    expect(await refresh(server.tokenUrl, systemClock, `socks5://127.0.0.1:${proxy.port}`)).toMatchObject({
      ok: true,
    });
    expect(proxy.targets).toEqual([new URL(server.origin).host]);
  });

  test('of the environment is used where none is chosen, and not with “none”', async () => {
    const server = await TokenServer.start();
    const proxy = await startHttpProxy();
    server.otherwise = { body };
    vi.stubEnv('http_proxy', `http://127.0.0.1:${proxy.port}`);
    vi.stubEnv('no_proxy', '');
    try {
      expect(await refresh(server.tokenUrl, systemClock, null)).toMatchObject({ ok: true });
      expect(proxy.targets).toHaveLength(1);
      expect(await refresh(server.tokenUrl, systemClock, 'none')).toMatchObject({ ok: true });
      expect(proxy.targets).toHaveLength(1);
    } finally {
      vi.unstubAllEnvs();
    }
  });

  test.each(['http://user:PASSWORD@127.0.0.1:1', 'ftp://127.0.0.1:1', 'not a url'])(
    'that cannot be used is a failure without its password: %s',
    async (proxy) => {
      const server = await TokenServer.start();
      const result = await refresh(server.tokenUrl, systemClock, proxy);
      expect(result).toMatchObject({ ok: false, error: { kind: 'unreachable' } });
      expect(JSON.stringify(result)).not.toContain('PASSWORD');
      expect(server.requests).toEqual([]);
    },
  );
});

describe('the profile', () => {
  const profiles = createProfileClient({ fetch: createUndiciFetch(), clock: systemClock, userAgent });
  const read = (server: TokenServer) =>
    profiles.read(`${server.origin}/profile`, new Secret('ACCESS'), 'none');

  test('is asked for with the bearer token', async () => {
    const server = await TokenServer.start();
    server.next.push({ body: { account: { uuid: 'u', email: 'main@example.com' } } });
    expect(await read(server)).toMatchObject({ email: 'main@example.com', accountUuid: 'u' });
    expect(server.requests[0]).toMatchObject({
      method: 'GET',
      headers: { authorization: 'Bearer ACCESS', 'user-agent': 'rota/1.2.3' },
    });
  });

  test.each([401, 404, 500, 302])('may stay unknown (%d)', async (status) => {
    const server = await TokenServer.start();
    server.next.push({ status, body: { account: { email: 'main@example.com' } } });
    expect(await read(server)).toBeNull();
  });

  test('may be cut off', async () => {
    const server = await TokenServer.start();
    server.next.push((response) => {
      send(response, { headers: { 'content-length': '900' }, body: '{' });
      response.socket?.destroySoon();
    });
    expect(await read(server)).toBeNull();
  });
});
