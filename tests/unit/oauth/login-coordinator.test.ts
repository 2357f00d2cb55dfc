import { describe, expect, test } from 'vitest';
import { Secret } from '../../../src-main/core/lib/secret.ts';
import { challengeOf } from '../../../src-main/core/oauth/pkce.ts';
import type { TokenResult } from '../../../src-main/core/oauth/token-answer.ts';
import { settle } from '../../support/credential-rig.ts';
import { grantedTo, LoginRig, stateIn } from '../../support/login-rig.ts';
import {
  MINUTE_MS,
  NOBODY,
  oauthEntry,
  oauthProvider,
  settings,
  tokenSet,
} from '../../support/oauth-fixtures.ts';

const CALLBACK = 'https://platform.claude.com/oauth/code/callback';

describe('beginning a login', () => {
  test('gives an address with a challenge, a state and ten minutes', async () => {
    const rig = new LoginRig();
    const login = await rig.begin({ accountEmail: ' main@example.com ' });
    const query = new URL(login.authorizationUrl).searchParams;
    expect(query.get('login_hint')).toBe('main@example.com');
    expect(query.get('state')).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(query.get('redirect_uri')).toBe(CALLBACK);
    expect(login).toMatchObject({
      askedFor: 'main@example.com',
      way: 'paste',
      expiresAt: rig.clock.now() + 10 * MINUTE_MS,
      status: { kind: 'open' },
    });
    expect(login.instructions).toContain('paste');
  });

  test('is refused before the terms are accepted, as is completing', async () => {
    const rig = new LoginRig();
    rig.terms = false;
    expect(await rig.coordinator.begin({})).toMatchObject({ error: { code: 'terms_not_accepted' } });
    expect(await rig.complete({ input: 'code' })).toBe('terms_not_accepted');
    rig.terms = true;
    const { loginId } = await rig.begin();
    rig.terms = false;
    expect(await rig.complete({ loginId, input: 'code' })).toBe('terms_not_accepted');
    expect(rig.exchanges).toEqual([]);
  });

  test('names a provider that exists and a way that this shell offers', async () => {
    const rig = new LoginRig();
    expect(await rig.coordinator.begin({ provider: 'nobody' })).toMatchObject({
      error: { code: 'oauth_provider_unknown' },
    });
    expect(await rig.coordinator.begin({ capture: 'loopback' })).toMatchObject({
      error: { code: 'capture_unavailable' },
    });
  });

  test('is possible for twenty at once, and again when one of them has ended', async () => {
    const rig = new LoginRig();
    const logins = await Promise.all(Array.from({ length: 25 }, () => rig.coordinator.begin({})));
    expect(logins.filter(({ ok }) => ok)).toHaveLength(20);
    expect(logins.at(-1)).toMatchObject({ error: { code: 'too_many_logins' } });
    await rig.coordinator.cancel(rig.coordinator.list()[0]!.loginId);
    expect((await rig.coordinator.begin({})).ok).toBe(true);
  });
});

describe('completing a login', () => {
  test('exchanges the code with the verifier and redirect of its own request', async () => {
    const rig = new LoginRig();
    const login = await rig.begin();
    expect(await rig.complete({ loginId: login.loginId, input: `CODE#${stateIn(login)}` })).toBe('signed in');
    const [exchange] = rig.exchanges;
    expect(exchange).toMatchObject({
      code: 'CODE',
      redirectUri: CALLBACK,
      state: stateIn(login),
      proxy: 'none',
    });
    expect(challengeOf(exchange!.codeVerifier)).toBe(
      new URL(login.authorizationUrl).searchParams.get('code_challenge'),
    );
  });

  test('stores the token set before the account is announced', async () => {
    const rig = new LoginRig();
    rig.answer = () => grantedTo('main@example.com', rig.clock.now());
    rig.onSignedIn = ({ accountId }) => {
      expect(rig.vault.tokenSet(accountId)?.refreshToken).toBe('refresh-1');
    };
    const login = await rig.begin();
    await rig.complete({ input: `CODE#${stateIn(login)}` });
    expect(rig.signedIn).toMatchObject([
      { accountId: 'anthropic:main@example.com', signedInAs: 'main@example.com', renewed: false },
    ]);
    expect(rig.vault.tokenSet('anthropic:main@example.com')).toMatchObject({
      oauthProvider: 'anthropic',
      scopes: ['org:create_api_key', 'user:profile', 'user:inference'],
      signedInAt: rig.clock.now(),
      rotatedAt: rig.clock.now(),
    });
    expect(rig.events).toEqual([{ kind: 'login-finished', result: 'succeeded', code: null }]);
    expect(rig.changes.map(({ status }) => status.kind)).toEqual(['open', 'exchanging', 'finished']);
  });

  test('renews the token set of an identity that is known, even against a refresh that writes in between', async () => {
    const rig = new LoginRig();
    const id = 'anthropic:main@example.com';
    rig.answer = () => grantedTo('main@example.com', rig.clock.now(), 7);
    rig.vault.put(id, tokenSet(rig.clock.now()));
    let refreshes = 2;
    rig.vault.beforeDurable = async () => {
      if (refreshes-- > 0) rig.vault.put(id, tokenSet(rig.clock.now(), { accessToken: 'refreshed' }));
    };
    await rig.begin();
    expect(await rig.complete({ input: 'CODE' })).toBe('signed in');
    expect(rig.vault.tokenSet(id)?.accessToken).toBe('access-7');
    expect(rig.signedIn[0]?.renewed).toBe(true);
  });

  test('files whoever signs in under the real identity and says who was asked for', async () => {
    const rig = new LoginRig();
    rig.answer = () => grantedTo('other@example.com', rig.clock.now());
    await rig.begin({ accountEmail: 'main@example.com' });
    const result = await rig.coordinator.complete({ input: 'CODE' });
    expect(result).toMatchObject({
      value: {
        accountId: 'anthropic:other@example.com',
        askedFor: 'main@example.com',
        signedInAs: 'other@example.com',
        otherThanAsked: true,
      },
    });
    expect(rig.vault.ids()).toEqual(['anthropic:other@example.com']);
  });

  test('takes the same email in another spelling for the same person', async () => {
    const rig = new LoginRig();
    rig.answer = () => grantedTo('Main@Example.com', rig.clock.now());
    await rig.begin();
    const result = await rig.coordinator.complete({ input: 'CODE', accountEmail: 'main@example.com' });
    expect(result).toMatchObject({ value: { askedFor: 'main@example.com', otherThanAsked: false } });
  });

  test('fills in from the profile what the token answer leaves open, through the account’s own proxy', async () => {
    const rig = new LoginRig();
    rig.settings = settings({
      oauthProviders: [oauthProvider({ profileUrl: 'https://api.anthropic.com/api/oauth/profile' })],
      providers: [oauthEntry(), oauthEntry({ accountEmail: 'main@example.com', proxy: 'http://main:1' })],
      oauth: { ...settings().oauth, proxy: 'http://tokens:1' },
    });
    rig.answer = () => grantedTo('main@example.com', rig.clock.now());
    rig.profile = { ...NOBODY, email: 'ignored@example.com', subscription: 'max' };
    await rig.begin();
    const result = await rig.coordinator.complete({ input: 'CODE' });
    expect(result).toMatchObject({ value: { identity: { email: 'main@example.com', subscription: 'max' } } });
    expect(rig.exchanges[0]?.proxy).toBe('http://tokens:1');
    expect(rig.profileProxies).toEqual(['http://main:1']);
  });

  test('goes on without a profile', async () => {
    const rig = new LoginRig();
    rig.settings = settings({
      oauthProviders: [oauthProvider({ profileUrl: 'https://api.anthropic.com/p' })],
    });
    await rig.begin();
    expect(await rig.complete({ input: 'CODE' })).toBe('signed in');
  });

  test('finds its login by the state, else takes the only one', async () => {
    const rig = new LoginRig();
    const first = await rig.begin();
    const second = await rig.begin();
    expect(await rig.complete({ input: 'CODE' })).toBe('login_ambiguous');
    expect(await rig.complete({ input: `CODE#${stateIn(second)}` })).toBe('signed in');
    expect(rig.statusOf(first.loginId)).toBe('open');
    expect(rig.statusOf(second.loginId)).toBe('finished');
    expect(await rig.complete({ input: 'CODE-2' })).toBe('signed in');
    expect(rig.statusOf(first.loginId)).toBe('finished');
  });
});

describe('the in-app window', () => {
  test('shows the address, brings the answer and is closed', async () => {
    const rig = new LoginRig();
    const login = await rig.begin({ capture: 'window' });
    expect(rig.window.shown).toEqual([login.authorizationUrl]);
    rig.window.orders[0]!.onAnswer({ kind: 'code', code: new Secret('CODE'), state: stateIn(login) });
    const settled = await rig.coordinator.settled(login.loginId);
    expect(settled).toMatchObject({ value: { status: { kind: 'finished' } } });
    expect(rig.window.closed).toBeGreaterThan(0);
  });

  test('cannot bring a code without its state', async () => {
    const rig = new LoginRig();
    const { loginId } = await rig.begin({ capture: 'window' });
    rig.window.orders[0]!.onAnswer({ kind: 'code', code: new Secret('CODE'), state: null });
    await settle();
    expect(rig.exchanges).toEqual([]);
    expect(rig.statusOf(loginId)).toBe('open');
  });

  test('brings nothing any more once the terms are withdrawn', async () => {
    const rig = new LoginRig();
    const login = await rig.begin({ capture: 'window' });
    rig.terms = false;
    rig.window.orders[0]!.onAnswer({ kind: 'code', code: new Secret('CODE'), state: stateIn(login) });
    await settle();
    expect(rig.exchanges).toEqual([]);
  });

  test('can be left for another way under the same login, whose answer alone then counts', async () => {
    const rig = new LoginRig();
    const before = await rig.begin({ capture: 'window', accountEmail: 'main@example.com' });
    rig.clock.advance(MINUTE_MS);
    const switched = await rig.coordinator.switchCapture(before.loginId, 'paste');
    expect(switched).toMatchObject({
      value: {
        loginId: before.loginId,
        way: 'paste',
        askedFor: 'main@example.com',
        expiresAt: before.expiresAt,
      },
    });
    expect(rig.window.closed).toBe(1);
    const after = switched.ok ? switched.value : before;
    expect(stateIn(after)).not.toBe(stateIn(before));

    rig.window.orders[0]!.onAnswer({ kind: 'code', code: new Secret('EARLY'), state: stateIn(before) });
    await settle();
    expect(await rig.complete({ loginId: before.loginId, input: `EARLY#${stateIn(before)}` })).toBe(
      'authorization_state_mismatch',
    );
    expect(rig.exchanges).toEqual([]);
    expect(await rig.complete({ input: `CODE#${stateIn(after)}` })).toBe('signed in');
    expect(await rig.coordinator.switchCapture(before.loginId, 'window')).toMatchObject({
      error: { code: 'login_already_used' },
    });
  });

  test('does not stay open when the login is cancelled while it opens', async () => {
    const rig = new LoginRig();
    const { loginId } = await rig.begin();
    const switching = rig.coordinator.switchCapture(loginId, 'window');
    await rig.coordinator.cancel(loginId);
    expect(await switching).toMatchObject({ error: { code: 'login_cancelled' } });
    expect(rig.window.closed).toBe(1);
    expect(rig.window.shown).toEqual([]);
  });
});

test('closing cancels what is open and waits for the exchange under way', async () => {
  const rig = new LoginRig();
  const { promise, resolve } = Promise.withResolvers<TokenResult>();
  rig.answer = () => promise;
  const waiting = await rig.begin();
  const exchanging = await rig.begin();
  const completing = rig.complete({ loginId: exchanging.loginId, input: 'CODE' });
  let closed = false;
  const closing = rig.coordinator.close().then(() => {
    closed = true;
  });
  await settle();
  expect(rig.statusOf(waiting.loginId)).toBe('cancelled');
  expect(closed).toBe(false);
  resolve(grantedTo('main@example.com', rig.clock.now()));
  await closing;
  expect(await completing).toBe('signed in');
  expect(rig.clock.pendingTimers).toBe(0);
});

test('only the latest ended logins are remembered', async () => {
  const rig = new LoginRig();
  for (let i = 0; i < 60; i++) {
    const { loginId } = await rig.begin();
    await rig.coordinator.cancel(loginId);
  }
  expect(rig.coordinator.list()).toHaveLength(50);
});

test('no view of a login holds a verifier or a code', async () => {
  const rig = new LoginRig();
  const login = await rig.begin();
  await rig.complete({ input: `TOPSECRET#${stateIn(login)}` });
  const text = JSON.stringify(rig.coordinator.list());
  expect(text).not.toContain('TOPSECRET');
  expect(text).not.toContain(rig.exchanges[0]!.codeVerifier);
  expect(text).not.toContain('access-1');
});
