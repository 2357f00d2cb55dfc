import { describe, expect, test } from 'vitest';
import { GOOD_HEALTH } from '../../../src-main/core/accounts/account-health.ts';
import type { TokenResult } from '../../../src-main/core/oauth/token-answer.ts';
import { CredentialRig, settle } from '../../support/credential-rig.ts';
import { granted, HOUR_MS, MINUTE_MS, oauthEntry, settings, tokenSet } from '../../support/oauth-fixtures.ts';

const OFFLINE = { kind: 'unreachable', cause: 'ENETUNREACH' } as const;

describe('the credential at hand', () => {
  test('is one and the same object until the secret changes', () => {
    const rig = new CredentialRig();
    const { id } = rig.signedIn({ livesMs: HOUR_MS });
    const first = rig.source.ready(id);
    expect(rig.source.ready(id)).toBe(first);
    rig.vault.put(id, tokenSet(rig.clock.now(), { accessToken: 'access-2' }));
    const second = rig.source.ready(id);
    expect(second?.value.reveal()).toBe('access-2');
    expect(second!.version).toBeGreaterThan(first!.version);
  });

  test('keeps its version when only the settings entry around it is replaced', () => {
    const rig = new CredentialRig();
    const { id } = rig.signedIn({ livesMs: HOUR_MS });
    const before = rig.source.ready(id)!.version;
    rig.add({ entry: oauthEntry({ proxy: null }) });
    expect(rig.source.ready(id)!.version).toBe(before);
  });

  test('of a provider that is not the vendor carries no subscription flag', () => {
    const rig = new CredentialRig();
    const { id } = rig.signedIn({ livesMs: HOUR_MS, entry: oauthEntry({ type: 'compatible' }) });
    expect(rig.source.ready(id)).toMatchObject({ scheme: 'bearer', subscription: false });
  });

  test('cannot be read by accident', () => {
    const rig = new CredentialRig();
    const { id } = rig.signedIn({ livesMs: HOUR_MS });
    expect(JSON.stringify(rig.source.ready(id))).not.toContain('access-1');
  });

  test('is none for an account that is unknown, not signed in, or without accepted terms', async () => {
    const rig = new CredentialRig();
    expect(rig.source.ready('nobody')).toBeNull();
    expect(await rig.getToken('nobody')).toBe('unknown-account');
    rig.add({ id: 'empty' });
    expect(rig.source.ready('empty')).toBeNull();
    expect(await rig.getToken('empty')).toBe('needs-login');
    rig.signedIn({ id: 'unaccepted', livesMs: HOUR_MS, termsMissing: true });
    expect(rig.source.ready('unaccepted')).toBeNull();
    expect(await rig.getToken('unaccepted')).toBe('terms-not-accepted');
    expect(rig.sent).toEqual([]);
  });
});

describe('within five minutes of its end', () => {
  test('the old token serves while one refresh runs behind it', async () => {
    const rig = new CredentialRig();
    const { id } = rig.signedIn({ livesMs: 4 * MINUTE_MS });
    expect(rig.readyToken(id)).toBe('access-1');
    expect(rig.readyToken(id)).toBe('access-1');
    await settle();
    expect(rig.readyToken(id)).toBe('access-2');
    expect(rig.sent).toEqual([
      {
        refreshToken: 'refresh-1',
        provider: 'anthropic',
        scopes: ['org:create_api_key', 'user:profile', 'user:inference'],
        proxy: 'none',
        at: 0,
      },
    ]);
  });

  test('whoever can wait gets the new one', async () => {
    const rig = new CredentialRig();
    const { id } = rig.signedIn({ livesMs: 4 * MINUTE_MS });
    expect(await rig.getToken(id)).toBe('access-2');
    expect(rig.events).toEqual([{ kind: 'token-refreshed', accountId: id, result: 'succeeded', code: null }]);
  });

  test.each([
    OFFLINE,
    { kind: 'timed-out', timeoutMs: 30_000 },
    { kind: 'rate-limited', retryAfterMs: null },
    { kind: 'endpoint-failed', status: 503, retryAfterMs: null },
    { kind: 'blocked', status: 403 },
    { kind: 'refused', status: 401, error: 'invalid_client' },
    { kind: 'answer-unusable', problem: 'not-json' },
  ] as const)('the old token serves on when the endpoint is in trouble: $kind', async (failure) => {
    const rig = new CredentialRig();
    const { id } = rig.signedIn({ livesMs: 4 * MINUTE_MS });
    rig.failWith(failure);
    expect(await rig.getToken(id)).toBe('access-1');
    expect(rig.readyToken(id)).toBe('access-1');
    expect(await rig.getToken(id)).toBe('access-1');
    expect(rig.sent).toHaveLength(1);
    expect(rig.needsLogin).toEqual([]);
    expect(rig.events).toMatchObject([{ kind: 'token-refreshed', result: 'failed' }]);
  });

  test('nothing is refreshed before', async () => {
    const rig = new CredentialRig();
    const { id } = rig.signedIn({ livesMs: 6 * MINUTE_MS });
    expect(await rig.getToken(id)).toBe('access-1');
    expect(rig.readyToken(id)).toBe('access-1');
    expect(rig.sent).toEqual([]);
  });
});

describe('a dead token', () => {
  test('is never handed out; fifty callers wait for one refresh', async () => {
    const rig = new CredentialRig();
    const { id } = rig.signedIn({ livesMs: -1 });
    expect(rig.source.ready(id)).toBeNull();
    const tokens = await Promise.all(Array.from({ length: 50 }, () => rig.getToken(id)));
    expect(new Set(tokens)).toEqual(new Set(['access-2']));
    expect(rig.sent).toHaveLength(1);
  });

  test('fails fast while the endpoint is in trouble, and is tried again on time', async () => {
    const rig = new CredentialRig();
    const { id } = rig.signedIn({ livesMs: -1 });
    rig.failWith(OFFLINE);
    expect(await rig.getToken(id)).toBe('refresh-failed');
    expect(await rig.getToken(id)).toBe('refresh-failed');
    expect(rig.sent).toHaveLength(1);
    rig.clock.advance(5_000);
    expect(await rig.getToken(id)).toBe('refresh-failed');
    expect(rig.sent).toHaveLength(2);
    rig.clock.advance(30_000);
    rig.answer = () => granted(2, rig.clock.now());
    expect(await rig.getToken(id)).toBe('access-2');
    expect(rig.sent).toHaveLength(3);
  });

  test('is asked for at once when the network is back', async () => {
    const rig = new CredentialRig();
    const { id } = rig.signedIn({ livesMs: -1 });
    rig.failWith(OFFLINE);
    await rig.getToken(id);
    rig.answer = () => granted(2, rig.clock.now());
    rig.source.forgetNetworkTrouble();
    expect(await rig.getToken(id)).toBe('access-2');
  });

  test('stays out of reach as long as the endpoint has asked for, network or not', async () => {
    const rig = new CredentialRig();
    const { id } = rig.signedIn({ livesMs: -1 });
    rig.failWith({ kind: 'rate-limited', retryAfterMs: 120_000 });
    await rig.getToken(id);
    rig.source.forgetNetworkTrouble();
    rig.clock.advance(119_000);
    await rig.getToken(id);
    expect(await rig.source.refreshNow(id)).toMatchObject({ ok: false, error: { code: 'refresh_too_soon' } });
    expect(rig.sent).toHaveLength(1);
    rig.clock.advance(1_000);
    await rig.getToken(id);
    expect(rig.sent).toHaveLength(2);
  });

  test('without a refresh token needs a sign-in', async () => {
    const rig = new CredentialRig();
    const { id } = rig.add();
    rig.vault.put(id, tokenSet(rig.clock.now(), { refreshToken: null, expiresAt: rig.clock.now() }));
    expect(await rig.getToken(id)).toBe('needs-login');
    expect(rig.needsLogin).toEqual([{ accountId: id, cause: 'refresh-token-invalid' }]);
  });

  test('of a provider that the settings no longer name goes to no other host', async () => {
    const rig = new CredentialRig();
    const { id } = rig.signedIn({ livesMs: -1 });
    rig.settings = settings({ oauthProviders: [] });
    expect(await rig.getToken(id)).toBe('refresh-failed');
    expect(await rig.source.refreshNow(id)).toMatchObject({ error: { code: 'oauth_provider_unknown' } });
    expect(rig.source.refreshDueInMs(id)).toBeNull();
    expect(rig.sent).toEqual([]);
  });
});

describe('a refused refresh token', () => {
  test('closes the account, is never sent again, and the living access token is not used either', async () => {
    const rig = new CredentialRig();
    const { id } = rig.signedIn({ livesMs: 4 * MINUTE_MS });
    rig.failWith({ kind: 'grant-invalid' });
    expect(await rig.getToken(id)).toBe('needs-login');
    expect(rig.needsLogin).toEqual([{ accountId: id, cause: 'refresh-token-invalid' }]);
    rig.clock.advance(HOUR_MS);
    expect(await rig.getToken(id)).toBe('needs-login');
    expect(rig.source.ready(id)).toBeNull();
    expect(rig.source.refreshDueInMs(id)).toBeNull();
    expect(await rig.source.refreshNow(id)).toMatchObject({ error: { code: 'account_needs_login' } });
    expect(rig.sent).toHaveLength(1);
  });

  test('is remembered over a restart by the account’s health', async () => {
    const rig = new CredentialRig();
    const since = rig.clock.now();
    const { id } = rig.signedIn({
      livesMs: -1,
      health: { ...GOOD_HEALTH, needsLogin: { cause: 'refresh-token-invalid', since } },
    });
    expect(await rig.getToken(id)).toBe('needs-login');
    expect(rig.sent).toEqual([]);
  });

  test('is forgotten with the next sign-in', async () => {
    const rig = new CredentialRig();
    const { id } = rig.signedIn({ livesMs: -1 });
    rig.failWith({ kind: 'grant-invalid' });
    await rig.getToken(id);
    rig.vault.put(id, tokenSet(rig.clock.now(), { accessToken: 'access-9', refreshToken: 'refresh-9' }));
    expect(rig.readyToken(id)).toBe('access-9');
  });

  test('does not matter when somebody signed in while it was on its way', async () => {
    const rig = new CredentialRig();
    const { id } = rig.signedIn({ livesMs: -1 });
    rig.answer = () => {
      rig.vault.put(id, tokenSet(rig.clock.now(), { accessToken: 'access-9', refreshToken: 'refresh-9' }));
      return { ok: false, error: { kind: 'grant-invalid' } };
    };
    expect(await rig.getToken(id)).toBe('access-9');
    expect(rig.needsLogin).toEqual([]);
  });
});

describe('a token that the upstream refused', () => {
  test('is renewed once for all who hold it, and nobody gets it meanwhile', async () => {
    const rig = new CredentialRig();
    const { id } = rig.signedIn({ livesMs: HOUR_MS });
    const { version } = rig.source.ready(id)!;
    const { promise, resolve } = Promise.withResolvers<TokenResult>();
    rig.answer = () => promise;
    const renewals = [rig.source.renew(id, version), rig.source.renew(id, version)];
    expect(rig.source.ready(id)).toBeNull();
    const waiting = rig.getToken(id);
    resolve(granted(2, rig.clock.now()));
    for (const renewal of await Promise.all(renewals)) {
      expect(renewal.ok && renewal.value.value.reveal()).toBe('access-2');
    }
    expect(await waiting).toBe('access-2');
    // Somebody who comes late with the old version is given the newer token.
    const late = await rig.source.renew(id, version);
    expect(late.ok && late.value.value.reveal()).toBe('access-2');
    expect(rig.sent).toHaveLength(1);
  });

  test('is not handed out again by a renewal that failed', async () => {
    const rig = new CredentialRig();
    const { id } = rig.signedIn({ livesMs: HOUR_MS });
    rig.failWith(OFFLINE);
    const renewed = await rig.source.renew(id, rig.source.ready(id)!.version);
    expect(renewed).toMatchObject({ ok: false, error: { code: 'refresh-failed' } });
    // Whether the account may still be asked with it is a matter of its health.
    expect(rig.readyToken(id)).toBe('access-1');
  });

  test('needs a sign-in when the refresh token is refused too', async () => {
    const rig = new CredentialRig();
    const { id } = rig.signedIn({ livesMs: HOUR_MS });
    rig.failWith({ kind: 'grant-invalid' });
    const renewed = await rig.source.renew(id, rig.source.ready(id)!.version);
    expect(renewed).toMatchObject({ ok: false, error: { code: 'needs-login' } });
    expect(rig.source.ready(id)).toBeNull();
  });
});
