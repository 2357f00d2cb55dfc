import { describe, expect, test } from 'vitest';
import { loopbackRedirect, redirectsToLoopback } from '../../../src-main/core/oauth/loopback-redirect.ts';
import { chooseOAuthProvider } from '../../../src-main/core/oauth/oauth-provider-choice.ts';
import { entryForSignIn, tokenProxy } from '../../../src-main/core/oauth/oauth-proxy.ts';
import { isSubscriptionToken } from '../../../src-main/core/providers/subscription-token.ts';
import { oauthEntry, oauthProvider, settings } from '../../support/oauth-fixtures.ts';

describe('the proxy of token requests', () => {
  const open = oauthEntry({ proxy: 'http://open:1' });
  const main = oauthEntry({ accountEmail: 'Main@Example.com', proxy: 'http://main:1' });
  const other = oauthEntry({ auth: { kind: 'oauth', oauthProvider: 'other' }, proxy: 'http://other:1' });
  const all = settings({ providers: [other, open, main] });

  test('is that of settings.oauth before the account’s own', () => {
    const { oauth } = settings();
    expect(tokenProxy(settings({ oauth: { ...oauth, proxy: 'socks5://s:1' } }), main)).toBe('socks5://s:1');
    expect(tokenProxy(settings(), main)).toBe('http://main:1');
    expect(tokenProxy(settings(), oauthEntry({ proxy: 'none' }))).toBe('none');
    expect(tokenProxy(settings(), null)).toBeNull();
  });

  test('is, while signing in, that of the entry that the account will belong to', () => {
    expect(entryForSignIn(all, 'anthropic', 'main@example.com')).toBe(main);
    expect(entryForSignIn(all, 'anthropic', 'new@example.com')).toBe(open);
    expect(entryForSignIn(all, 'anthropic', null)).toBe(open);
    expect(entryForSignIn(settings({ providers: [main] }), 'anthropic', null)).toBe(main);
    expect(entryForSignIn(all, 'unknown', null)).toBeNull();
  });
});

test('a sign-in may name its OAuth provider, an entry that uses it, or nothing', () => {
  const second = oauthProvider({ name: 'second' });
  const all = settings({
    oauthProviders: [oauthProvider(), second],
    providers: [oauthEntry({ name: 'Work', auth: { kind: 'oauth', oauthProvider: 'second' } })],
  });
  expect(chooseOAuthProvider(all, undefined)?.name).toBe('anthropic');
  expect(chooseOAuthProvider(all, 'second')).toBe(second);
  expect(chooseOAuthProvider(all, 'Work')).toBe(second);
  expect(chooseOAuthProvider(all, 'nobody')).toBeNull();
  expect(chooseOAuthProvider(settings({ oauthProviders: [] }), undefined)).toBeNull();
});

test.each([
  [
    'https://platform.claude.com/oauth/code/callback',
    false,
    { host: 'localhost', port: 0, path: '/callback' },
  ],
  ['http://localhost:54545/cb', true, { host: 'localhost', port: 54545, path: '/cb' }],
  ['http://127.0.0.1/cb', true, { host: '127.0.0.1', port: 0, path: '/cb' }],
  ['http://[::1]:7/', true, { host: '[::1]', port: 7, path: '/' }],
  ['http://localhost.evil.example:7/cb', false, { host: 'localhost', port: 0, path: '/callback' }],
])('the loopback redirect for %s', (redirectUri, toLoopback, redirect) => {
  const provider = oauthProvider({ redirectUri });
  expect(redirectsToLoopback(provider)).toBe(toLoopback);
  expect(loopbackRedirect(provider)).toEqual(redirect);
});

test('a page of a provider that runs on this machine itself is no redirect to us', () => {
  const origin = 'http://127.0.0.1:4711';
  const provider = oauthProvider({
    authUrl: `${origin}/authorize`,
    redirectUri: `${origin}/oauth/code/callback`,
  });
  expect(redirectsToLoopback(provider)).toBe(false);
  expect(loopbackRedirect(provider)).toEqual({ host: 'localhost', port: 0, path: '/callback' });
});

test('a setup token is known by its beginning', () => {
  expect(isSubscriptionToken('sk-ant-oat01-abc')).toBe(true);
  expect(isSubscriptionToken('sk-ant-api03-abc')).toBe(false);
});
