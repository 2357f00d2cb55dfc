import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { CaptureWay } from '../../../src-main/core/oauth/code-capture.ts';
import { challengeOf } from '../../../src-main/core/oauth/pkce.ts';
import { stateIn } from '../../support/login-rig.ts';
import { SignInHarness } from '../../support/sign-in-harness.ts';
import { TokenServer } from '../../support/token-server.ts';

const GRANT = {
  token_type: 'Bearer',
  access_token: 'access-1',
  refresh_token: 'refresh-1',
  expires_in: 28_800,
  account: { uuid: 'acc-1', email_address: 'main@example.com' },
};

async function begun(capture: CaptureWay, redirectUri = 'https://platform.claude.com/oauth/code/callback') {
  const server = await TokenServer.start();
  server.otherwise = { body: GRANT };
  const harness = new SignInHarness({ tokenUrl: server.tokenUrl, redirectUri });
  const login = await harness.begin({ capture });
  const redirect = new URL(new URL(login.authorizationUrl).searchParams.get('redirect_uri') ?? '');
  /** What the browser does at the end: it goes to the redirect URI with a query. */
  const visit = (query: Record<string, string>, init: RequestInit = {}, path = redirect.pathname) =>
    fetch(`http://127.0.0.1:${redirect.port}${path}?${new URLSearchParams(query)}`, {
      redirect: 'manual',
      ...init,
    });
  return { server, harness, login, redirect, visit, state: stateIn(login) };
}

describe('a sign-in by paste', () => {
  test('goes from the pasted text to a stored token set with one token request', async () => {
    const { server, harness, login, state } = await begun('paste');
    const result = await harness.logins.complete({ input: ` "CODE#${state}" ` });
    expect(result).toMatchObject({ ok: true, value: { signedInAs: 'main@example.com' } });
    expect(server.requests).toHaveLength(1);
    const sent = JSON.parse(server.requests[0]!.body) as Record<string, string>;
    expect(sent).toMatchObject({
      grant_type: 'authorization_code',
      code: 'CODE',
      redirect_uri: 'https://platform.claude.com/oauth/code/callback',
      client_id: 'client-1',
      state,
    });
    expect(challengeOf(sent.code_verifier!)).toBe(
      new URL(login.authorizationUrl).searchParams.get('code_challenge'),
    );
    const accountId = result.ok ? result.value.accountId : '';
    expect(harness.vault.tokenSet(accountId)).toMatchObject({ refreshToken: 'refresh-1' });
    expect(harness.credentials.ready(accountId)?.value.reveal()).toBe('access-1');
  });

  test.each([
    [{ status: 400, body: { error: 'invalid_grant' } }, 'invalid_grant'],
    [{ status: 401, body: { error: 'invalid_client' } }, 'token_request_refused'],
    [{ status: 429, headers: { 'retry-after': '30' } }, 'token_endpoint_rate_limited'],
    [{ status: 500, body: 'oops' }, 'token_endpoint_failed'],
    [{ status: 403, body: '<html>Just a moment...</html>' }, 'token_endpoint_blocked'],
    [{ status: 404, body: '<html>' }, 'token_endpoint_blocked'],
    [{ status: 200, body: '{"access_token":' }, 'token_answer_unusable'],
    [{ status: 200, body: { token_type: 'Bearer' } }, 'token_answer_unusable'],
    [{ status: 302, headers: { location: '/elsewhere' } }, 'token_endpoint_redirected'],
  ] as const)('fails clearly, once, and stores nothing: %o', async (answer, code) => {
    const { server, harness, login, state } = await begun('paste');
    server.otherwise = answer;
    expect(await harness.logins.complete({ input: `CODE#${state}` })).toMatchObject({ error: { code } });
    expect(await harness.logins.complete({ input: `CODE#${state}` })).toMatchObject({
      error: { code: 'login_already_used' },
    });
    expect(server.requests).toHaveLength(1);
    expect(harness.vault.ids()).toEqual([]);
    expect(harness.logins.list()).toMatchObject([{ loginId: login.loginId, status: { kind: 'failed' } }]);
  });

  test('whose endpoint is out of reach says so', async () => {
    const { server, harness, state } = await begun('paste');
    await server.close();
    expect(await harness.logins.complete({ input: `CODE#${state}` })).toMatchObject({
      error: { code: 'token_endpoint_unreachable', message: expect.stringContaining('ECONNREFUSED') },
    });
  });
});

describe('a sign-in by the system browser', () => {
  test('listens on a port of the system’s choice and needs nobody to paste', async () => {
    const { server, harness, login, redirect, visit, state } = await begun('loopback');
    expect(redirect.href).toMatch(/^http:\/\/localhost:\d+\/callback$/);
    const page = await visit({ code: 'CODE', state });
    expect(page.status).toBe(200);
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect(await page.text()).toContain('close this page');
    const settled = await harness.logins.settled(login.loginId);
    expect(settled).toMatchObject({ value: { status: { kind: 'finished' } } });
    expect(JSON.parse(server.requests[0]!.body)).toMatchObject({ code: 'CODE', redirect_uri: redirect.href });
    await harness.close();
    await expect(visit({ code: 'CODE', state })).rejects.toThrow();
  });

  test('ignores strangers and goes on listening', async () => {
    const { server, harness, login, visit, state } = await begun('loopback');
    const wrong = [
      [await visit({ code: 'EVIL', state: 'guess' }), 400],
      [await visit({ code: 'EVIL' }), 400],
      [await visit({ state }), 400],
      [await visit({}), 400],
      [await visit({ error: 'access_denied', state: 'guess' }), 400],
      [await visit({ code: 'EVIL', state }, { method: 'POST', body: 'x' }), 400],
      [await visit({ code: 'EVIL', state }, { method: 'HEAD' }), 400],
      [await visit({ code: 'EVIL', state }, {}, '/'), 404],
      [await visit({ code: 'EVIL', state }, {}, '/callback/'), 404],
      [await visit({}, {}, '/favicon.ico'), 404],
    ] as const;
    expect(wrong.map(([{ status }]) => status)).toEqual(wrong.map(([, status]) => status));
    for (const [answer] of wrong) expect(await answer.text()).not.toContain(state);
    expect(server.requests).toEqual([]);

    expect((await visit({ code: 'CODE', state })).status).toBe(200);
    const settled = await harness.logins.settled(login.loginId);
    expect(settled).toMatchObject({ value: { status: { kind: 'finished' } } });
    expect(server.requests).toHaveLength(1);
  });

  test('takes one answer only, however many come at once', async () => {
    const { server, harness, login, visit, state } = await begun('loopback');
    const answers = await Promise.allSettled(
      ['A', 'B', 'C', 'D'].map((code) => visit({ code, state }).then(({ status }) => status)),
    );
    expect(answers.filter((one) => one.status === 'fulfilled' && one.value === 200)).toHaveLength(1);
    await harness.logins.settled(login.loginId);
    expect(server.requests).toHaveLength(1);
  });

  test('ends when the person declines', async () => {
    const { server, harness, login, visit, state } = await begun('loopback');
    expect((await visit({ error: 'access_denied', state })).status).toBe(200);
    const settled = await harness.logins.settled(login.loginId);
    expect(settled).toMatchObject({
      value: { status: { kind: 'failed', failure: { code: 'authorization_refused' } } },
    });
    expect(server.requests).toEqual([]);
  });

  test('closes its port on cancel, even while a stranger holds a connection open', async () => {
    const { harness, login, redirect, visit, state } = await begun('loopback');
    const stranger = connect(Number(redirect.port), '127.0.0.1');
    stranger.on('error', () => {});
    await new Promise((resolve) => stranger.once('connect', resolve));
    stranger.write('GET /callback HTTP/1.1\r\nHost:');
    await harness.logins.cancel(login.loginId);
    await expect(visit({ code: 'CODE', state })).rejects.toThrow();
    stranger.destroy();
  });

  test('also takes what is pasted when the browser runs on another machine', async () => {
    const { harness, redirect, visit, state } = await begun('loopback');
    const input = `${redirect.href}?code=CODE&state=${state}`;
    expect(await harness.logins.complete({ input })).toMatchObject({ ok: true });
    await harness.close();
    await expect(visit({ code: 'CODE', state })).rejects.toThrow();
  });

  test('shares a registered port among several sign-ins, none of which disturbs another', async () => {
    const port = await freePort();
    const first = await begun('loopback', `http://localhost:${port}/callback`);
    const second = await first.harness.begin({ capture: 'loopback' });
    expect(first.redirect.port).toBe(String(port));
    await first.visit({ code: 'SECOND', state: stateIn(second) });
    await first.harness.logins.settled(second.loginId);
    await first.visit({ code: 'FIRST', state: first.state });
    const settled = await first.harness.logins.settled(first.login.loginId);
    expect(settled).toMatchObject({ value: { status: { kind: 'finished' } } });
    expect(first.server.requests.map(({ body }) => JSON.parse(body).code)).toEqual(['SECOND', 'FIRST']);
    const third = await first.harness.begin({ capture: 'loopback' });
    await first.harness.logins.cancel(third.loginId);
  });

  test('says that a registered port is taken; without a wish for this way, paste takes over', async () => {
    const other = await TokenServer.start();
    const redirectUri = `http://localhost:${new URL(other.origin).port}/callback`;
    const harness = new SignInHarness({ redirectUri });
    expect(await harness.logins.begin({ capture: 'loopback' })).toMatchObject({
      error: { code: 'loopback_port_busy' },
    });
    const login = await harness.begin({});
    expect(login.way).toBe('paste');
    expect(new URL(login.authorizationUrl).searchParams.get('redirect_uri')).toBe(redirectUri);
  });

  test('may be chosen while a paste is open, with a redirect of its own', async () => {
    const { server, harness, login } = await begun('paste');
    const switched = await harness.logins.switchCapture(login.loginId, 'loopback');
    const view = switched.ok ? switched.value : login;
    const redirect = new URL(view.authorizationUrl).searchParams.get('redirect_uri') ?? '';
    await fetch(`${redirect.replace('localhost', '127.0.0.1')}?code=CODE&state=${stateIn(view)}`);
    await harness.logins.settled(login.loginId);
    expect(JSON.parse(server.requests[0]!.body)).toMatchObject({ redirect_uri: redirect });
  });
});

async function freePort(): Promise<number> {
  const server = await TokenServer.start();
  const { port } = new URL(server.origin);
  await server.close();
  return Number(port);
}
