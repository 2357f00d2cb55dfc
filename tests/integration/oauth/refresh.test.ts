import { describe, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../../src-main/core/lib/clock.ts';
import { startSimulator } from '../../../src-main/core/simulator/simulator.ts';
import { HOUR_MS, tokenSet } from '../../support/oauth-fixtures.ts';
import { SignInHarness } from '../../support/sign-in-harness.ts';
import { type ServerAnswer, send, TokenServer } from '../../support/token-server.ts';

const ID = 'account-1';

async function expired() {
  const server = await TokenServer.start();
  const harness = new SignInHarness({ tokenUrl: server.tokenUrl });
  const now = systemClock.now();
  harness.vault.put(ID, tokenSet(now, { expiresAt: now - 1 }));
  return { server, harness };
}

async function dueSoon() {
  const { server, harness } = await expired();
  harness.vault.put(ID, tokenSet(systemClock.now(), { expiresAt: systemClock.now() + 60_000 }));
  return { server, harness };
}

describe('refreshing over real sockets', () => {
  test('fifty callers cause one token request and all get the new token', async () => {
    const { server, harness } = await expired();
    server.otherwise = (response) => {
      setTimeout(
        () =>
          send(response, { body: { access_token: 'access-2', refresh_token: 'refresh-2', expires_in: 60 } }),
        20,
      );
    };
    const results = await Promise.all(Array.from({ length: 50 }, () => harness.credentials.get(ID)));
    expect(new Set(results.map((result) => result.ok && result.value.value.reveal()))).toEqual(
      new Set(['access-2']),
    );
    expect(server.requests).toHaveLength(1);
    expect(JSON.parse(server.requests[0]!.body)).toEqual({
      grant_type: 'refresh_token',
      refresh_token: 'refresh-1',
      client_id: 'client-1',
      scope: 'user:profile user:inference',
    });
    expect(harness.vault.tokenSet(ID)).toMatchObject({ accessToken: 'access-2', refreshToken: 'refresh-2' });
  });

  const bad: [string, ServerAnswer][] = [
    ['invalid_client', { status: 401, body: { error: 'invalid_client' } }],
    ['429', { status: 429 }],
    ['500', { status: 500, body: { error: 'invalid_grant' } }],
    ['a firewall’s page', { status: 403, body: '<html>Just a moment...</html>' }],
    ['HTML with 200', { status: 200, body: '<html>' }],
    ['half a JSON', { status: 200, body: '{"access_token":"ac' }],
    ['no access token', { status: 200, body: { refresh_token: 'refresh-2' } }],
    ['an access token with a line end', { status: 200, body: { access_token: 'a\nb' } }],
    ['a redirect', { status: 307, headers: { location: '/elsewhere' } }],
    ['nothing', { status: 204 }],
  ];

  test.each(bad)('after %s the living token serves on and nothing is stored', async (_name, answer) => {
    const { server, harness } = await dueSoon();
    server.otherwise = answer;
    const result = await harness.credentials.get(ID);
    expect(result.ok && result.value.value.reveal()).toBe('access-1');
    expect(harness.vault.tokenSet(ID)?.refreshToken).toBe('refresh-1');
    expect(harness.needsLogin).toEqual([]);
    expect(harness.events).toMatchObject([{ kind: 'token-refreshed', result: 'failed' }]);
    await harness.credentials.get(ID);
    expect(server.requests).toHaveLength(1);
  });

  test.each(bad)('after %s a dead token is not served', async (_name, answer) => {
    const { server, harness } = await expired();
    server.otherwise = answer;
    expect(await harness.credentials.get(ID)).toMatchObject({ error: { code: 'refresh-failed' } });
    expect(server.requests).toHaveLength(1);
  });

  test.each([400, 401])('invalid_grant with %d closes the account and is asked once', async (status) => {
    const { server, harness } = await dueSoon();
    server.otherwise = { status, body: { error: 'invalid_grant' } };
    await harness.credentials.get(ID);
    await harness.credentials.get(ID);
    expect(harness.needsLogin).toEqual([ID]);
    expect(server.requests).toHaveLength(1);
  });

  test.each([-5, 0, 'soon', 1e300])(
    'an absurd life (%s) does not make the token expire on arrival',
    async (expires_in) => {
      const { server, harness } = await expired();
      server.otherwise = { body: { access_token: 'access-2', refresh_token: 'refresh-2', expires_in } };
      for (let i = 0; i < 3; i++) expect((await harness.credentials.get(ID)).ok).toBe(true);
      expect(server.requests).toHaveLength(1);
    },
  );
});

describe('against the simulated vendor', () => {
  async function vendor(accessTokenLifeSeconds: number) {
    const simulator = await startSimulator({
      clock: systemClock,
      accounts: [{ id: 'main', email: 'main@example.com', plan: 'max' }],
      oauth: { accessTokenLifeSeconds, reuseKillsFamily: true },
    });
    onTestFinished(() => simulator.close());
    const harness = new SignInHarness({
      clientId: simulator.clientId,
      authUrl: simulator.authUrl,
      tokenUrl: simulator.tokenUrl,
      profileUrl: simulator.profileUrl,
      redirectUri: simulator.redirectUri,
      scopes: ['org:create_api_key', 'user:profile', 'user:inference', 'user:sessions:claude_code'],
    });
    return { simulator, harness };
  }

  test('a sign-in by the browser leads to an account with its plan, and rotation to ever new tokens', async () => {
    const { simulator, harness } = await vendor(3600);
    const login = await harness.begin({ capture: 'loopback', accountEmail: 'main@example.com' });
    const redirected = await fetch(`${login.authorizationUrl}&auto=main`, { redirect: 'manual' });
    const callback = redirected.headers.get('location')!.replace('localhost', '127.0.0.1');
    expect((await fetch(callback)).status).toBe(200);
    const settled = await harness.logins.settled(login.loginId);
    if (!settled.ok || settled.value.status.kind !== 'finished') throw new Error('not signed in');
    const { signedIn } = settled.value.status;
    expect(signedIn).toMatchObject({
      identity: { email: 'main@example.com', subscription: 'max' },
      otherThanAsked: false,
    });

    const first = harness.credentials.ready(signedIn.accountId)!;
    for (let i = 0; i < 3; i++) {
      expect((await harness.credentials.refreshNow(signedIn.accountId)).ok).toBe(true);
    }
    const renewed = await harness.credentials.renew(signedIn.accountId, first.version);
    expect(renewed.ok && renewed.value.value.reveal()).not.toBe(first.value.reveal());
    expect(harness.vault.tokenSet(signedIn.accountId)!.expiresAt).toBeLessThan(
      systemClock.now() + 2 * HOUR_MS,
    );
    expect(harness.needsLogin).toEqual([]);

    simulator.account('main').revokeGrants();
    expect(await harness.credentials.refreshNow(signedIn.accountId)).toMatchObject({
      error: { code: 'account_needs_login' },
    });
    expect(harness.needsLogin).toEqual([signedIn.accountId]);
  });

  test('a sign-in by paste takes the text of the vendor’s page', async () => {
    const { harness } = await vendor(3600);
    const login = await harness.begin({ capture: 'paste' });
    const page = await (await fetch(`${login.authorizationUrl}&auto=main`)).text();
    const pasted = /<code id="code">([^<]+)<\/code>/.exec(page)?.[1] ?? '';
    expect(await harness.logins.complete({ input: pasted })).toMatchObject({
      ok: true,
      value: { signedInAs: 'main@example.com' },
    });
  });
});
