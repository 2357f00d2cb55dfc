/**
 * Our OAuth client against an independent, certified implementation of the other side: form-encoded token
 * requests, PKCE, refresh tokens that rotate and whose reuse ends the whole grant (RFC 9700 section 4.14).
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { systemClock } from '../../../src-main/core/lib/clock.ts';
import { Secret } from '../../../src-main/core/lib/secret.ts';
import type { LoginView } from '../../../src-main/core/oauth/login-session.ts';
import { createTokenClient } from '../../../src-main/core/oauth/token-client.ts';
import { createUndiciFetch } from '../../../src-main/core/oauth/undici-transport.ts';
import { oauthProvider } from '../../support/oauth-fixtures.ts';
import { SignInHarness } from '../../support/sign-in-harness.ts';

const SCOPES = ['openid', 'email'];
const EMAIL = 'main@example.com';

/** An authorization server that signs in `user-1` without asking. Closed when the current test ends. */
async function startProvider(): Promise<string> {
  let serve: (...args: Parameters<ReturnType<Provider['callback']>>) => void = () => {};
  const server = createServer((request, response) => serve(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  // It warns that its in-memory store and its keys are for development.
  vi.spyOn(console, 'warn').mockImplementation(() => {});
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'rota',
        application_type: 'native',
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        redirect_uris: ['http://localhost/callback'],
      },
    ],
    scopes: SCOPES,
    claims: { email: ['email'] },
    pkce: { required: () => true },
    rotateRefreshToken: true,
    issueRefreshToken: async () => true,
    findAccount: async (_context: unknown, sub: string) => ({
      accountId: sub,
      claims: async () => ({ sub, email: EMAIL }),
    }),
    loadExistingGrant: async () => {
      const grant = new provider.Grant({ accountId: 'user-1', clientId: 'rota' });
      grant.addOIDCScope(SCOPES.join(' '));
      await grant.save();
      return grant;
    },
    features: { devInteractions: { enabled: false } },
    interactions: { url: () => '/sign-in' },
    cookies: { keys: ['signs-the-session-cookie-of-this-test'] },
    ttl: {
      AccessToken: 3600,
      IdToken: 3600,
      RefreshToken: 86_400,
      Grant: 86_400,
      Session: 3600,
      Interaction: 3600,
    },
  });
  const callback = provider.callback();
  serve = (request, response) =>
    request.url === '/sign-in'
      ? void provider.interactionFinished(request, response, { login: { accountId: 'user-1' }, consent: {} })
      : callback(request, response);
  return issuer;
}

/** Follows redirects with cookies, as a browser does, until one leads away from the provider. */
async function browse(issuer: string, address: string): Promise<URL> {
  const cookies = new Map<string, string>();
  let url = new URL(address);
  for (let hops = 0; hops < 10; hops++) {
    if (url.origin !== issuer) return url;
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url, { redirect: 'manual', headers: { cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    const location = answer.headers.get('location');
    if (location === null) throw new Error(`The provider stopped with status ${answer.status}.`);
    url = new URL(location, url);
  }
  throw new Error('The provider redirects in circles.');
}

function settingsFor(issuer: string) {
  return {
    clientId: 'rota',
    authUrl: `${issuer}/auth`,
    tokenUrl: `${issuer}/token`,
    profileUrl: `${issuer}/me`,
    redirectUri: 'http://localhost/callback',
    scopes: SCOPES,
    tokenRequestFormat: 'form' as const,
  };
}

async function finished(harness: SignInHarness, { loginId }: LoginView) {
  const settled = await harness.logins.settled(loginId);
  if (!settled.ok || settled.value.status.kind !== 'finished') throw new Error(JSON.stringify(settled));
  return settled.value.status.signedIn;
}

describe('an OpenID provider with rotating refresh tokens', () => {
  test('signs in through the loopback listener, tells who it is, and rotates on every refresh', async () => {
    const issuer = await startProvider();
    const harness = new SignInHarness(settingsFor(issuer));
    const login = await harness.begin({});
    expect(login.way).toBe('loopback');
    const callback = await browse(issuer, login.authorizationUrl);
    expect(callback.hostname).toBe('localhost');
    expect((await fetch(callback.href.replace('localhost', '127.0.0.1'))).status).toBe(200);
    const { accountId, identity } = await finished(harness, login);
    expect(identity).toMatchObject({ email: EMAIL, accountUuid: 'user-1' });

    const seen = new Set([harness.vault.tokenSet(accountId)!.refreshToken]);
    for (let i = 0; i < 3; i++) {
      expect(await harness.credentials.refreshNow(accountId)).toMatchObject({ ok: true });
      seen.add(harness.vault.tokenSet(accountId)!.refreshToken);
    }
    expect(seen.size).toBe(4);
    const profile = await fetch(`${issuer}/me`, {
      headers: { authorization: `Bearer ${harness.credentials.ready(accountId)!.value.reveal()}` },
    });
    expect(profile.status).toBe(200);
  });

  test('takes fifty refreshes at once for one, so that its reuse detection never strikes', async () => {
    const issuer = await startProvider();
    const harness = new SignInHarness(settingsFor(issuer));
    const login = await harness.begin({ capture: 'paste' });
    // A port of nobody's: the person copies the address of the page that did not load.
    const callback = await browse(issuer, login.authorizationUrl);
    expect(await harness.logins.complete({ input: callback.href })).toMatchObject({ ok: true });
    const { accountId } = await finished(harness, login);

    const { version } = harness.credentials.ready(accountId)!;
    const renewals = await Promise.all(
      Array.from({ length: 50 }, () => harness.credentials.renew(accountId, version)),
    );
    expect(renewals.every(({ ok }) => ok)).toBe(true);
    expect(harness.events.filter(({ kind }) => kind === 'token-refreshed')).toHaveLength(1);
    expect(await harness.credentials.refreshNow(accountId)).toMatchObject({ ok: true });
  });

  test('ends the grant when somebody else has used the refresh token, which then needs a sign-in', async () => {
    const issuer = await startProvider();
    const harness = new SignInHarness(settingsFor(issuer));
    const login = await harness.begin({ capture: 'paste' });
    const callback = await browse(issuer, login.authorizationUrl);
    await harness.logins.complete({ input: callback.href });
    const { accountId } = await finished(harness, login);

    const { refreshToken, scopes } = harness.vault.tokenSet(accountId)!;
    const thief = createTokenClient({ fetch: createUndiciFetch(), clock: systemClock, userAgent: 'thief/1' });
    const grant = { refreshToken: new Secret(refreshToken!), scopes };
    const stolen = await thief.refresh(oauthProvider(settingsFor(issuer)), grant, 'none');
    expect(stolen.ok).toBe(true);

    expect(await harness.credentials.refreshNow(accountId)).toMatchObject({
      error: { code: 'account_needs_login' },
    });
    expect(harness.needsLogin).toEqual([accountId]);
    // The thief's tokens died with the grant.
    const again = await thief.refresh(
      oauthProvider(settingsFor(issuer)),
      { refreshToken: new Secret(stolen.ok ? (stolen.value.refreshToken ?? '') : ''), scopes },
      'none',
    );
    expect(again).toEqual({ ok: false, error: { kind: 'grant-invalid' } });
  });

  test('refuses a code whose verifier is another’s', async () => {
    const issuer = await startProvider();
    const harness = new SignInHarness(settingsFor(issuer));
    const victim = await harness.begin({ capture: 'paste' });
    const attacker = await harness.begin({ capture: 'paste' });
    const callback = await browse(issuer, attacker.authorizationUrl);
    const code = callback.searchParams.get('code') ?? '';
    expect(await harness.logins.complete({ loginId: victim.loginId, input: code })).toMatchObject({
      error: { code: 'invalid_grant' },
    });
  });
});
