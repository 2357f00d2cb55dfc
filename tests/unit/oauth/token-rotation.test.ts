import { describe, expect, test } from 'vitest';
import { CredentialRig, settle } from '../../support/credential-rig.ts';
import { granted, HOUR_MS, oauthEntry, tokenSet } from '../../support/oauth-fixtures.ts';

describe('a rotated token set', () => {
  test('keeps what the answer does not name', async () => {
    const rig = new CredentialRig();
    const { id } = rig.signedIn({ livesMs: -1 });
    rig.answer = () => {
      const result = granted(2, rig.clock.now());
      return result.ok ? { ok: true, value: { ...result.value, refreshToken: null } } : result;
    };
    await rig.getToken(id);
    expect(rig.vault.tokenSet(id)).toMatchObject({
      accessToken: 'access-2',
      refreshToken: 'refresh-1',
      scopes: ['org:create_api_key', 'user:profile', 'user:inference'],
      identity: { email: 'main@example.com' },
      rotatedAt: rig.clock.now(),
    });
  });

  test('is durable before anybody gets it', async () => {
    const rig = new CredentialRig();
    const { id } = rig.signedIn({ livesMs: -1 });
    const disk = Promise.withResolvers<void>();
    rig.vault.beforeDurable = () => disk.promise;
    let got: string | null = null;
    const waiting = rig.getToken(id).then((token) => {
      got = token;
    });
    await settle();
    expect(rig.sent).toHaveLength(1);
    expect(got).toBeNull();
    expect(rig.source.ready(id)).toBeNull();
    disk.resolve();
    await waiting;
    expect(got).toBe('access-2');
  });

  test('survives a full disk in memory, and is stored when there is room again', async () => {
    const rig = new CredentialRig();
    const { id } = rig.signedIn({ livesMs: -1 });
    rig.vault.diskIsFull = true;
    expect(await rig.getToken(id)).toBe('access-2');
    expect(rig.source.unsaved()).toEqual([id]);
    expect(rig.errors).toHaveLength(1);
    expect(rig.readyToken(id)).toBe('access-2');
    rig.vault.diskIsFull = false;
    await rig.clock.advanceAsync(1_000);
    expect(rig.vault.tokenSet(id)?.refreshToken).toBe('refresh-2');
    expect(rig.source.unsaved()).toEqual([]);
    expect(rig.readyToken(id)).toBe('access-2');
    expect(rig.clock.pendingTimers).toBe(0);
  });

  test('gives way to a newer sign-in', async () => {
    const rig = new CredentialRig();
    const { id } = rig.signedIn({ livesMs: -1 });
    rig.vault.beforeDurable = async () => {
      rig.vault.put(id, tokenSet(rig.clock.now(), { accessToken: 'access-9', refreshToken: 'refresh-9' }));
    };
    expect(await rig.getToken(id)).toBe('access-9');
    expect(rig.vault.tokenSet(id)?.refreshToken).toBe('refresh-9');
  });

  test('does not bring back an account that was signed out meanwhile', async () => {
    const rig = new CredentialRig();
    const { id } = rig.signedIn({ livesMs: -1 });
    rig.answer = async () => {
      await rig.vault.remove(id);
      return granted(2, rig.clock.now());
    };
    expect(await rig.getToken(id)).toBe('needs-login');
    expect(rig.vault.ids()).toEqual([]);
  });
});

describe('a refresh by hand', () => {
  test('happens whatever the token’s age', async () => {
    const rig = new CredentialRig();
    const { id } = rig.signedIn({ livesMs: HOUR_MS });
    expect(await rig.source.refreshNow(id)).toEqual({
      ok: true,
      value: { expiresAt: rig.clock.now() + 8 * HOUR_MS },
    });
    expect(rig.readyToken(id)).toBe('access-2');
  });

  test('says what the token endpoint said, as a code', async () => {
    const rig = new CredentialRig();
    const { id } = rig.signedIn({ livesMs: HOUR_MS });
    rig.failWith({ kind: 'endpoint-failed', status: 500, retryAfterMs: null });
    expect(await rig.source.refreshNow(id)).toMatchObject({ error: { code: 'token_endpoint_failed' } });
    expect(rig.readyToken(id)).toBe('access-1');
  });

  test('is refused for keys and unknown accounts', async () => {
    const rig = new CredentialRig();
    rig.add({ id: 'key', entry: oauthEntry({ auth: { kind: 'vault' } }) });
    expect(await rig.source.refreshNow('key')).toMatchObject({ error: { code: 'account_not_refreshable' } });
    expect(await rig.source.refreshNow('nobody')).toMatchObject({ error: { code: 'account_unknown' } });
  });
});

test('closing waits for a refresh under way and makes a last attempt to store what is held', async () => {
  const rig = new CredentialRig();
  const { id } = rig.signedIn({ livesMs: -1 });
  rig.vault.diskIsFull = true;
  await rig.getToken(id);
  rig.vault.diskIsFull = false;
  await rig.source.close();
  expect(rig.vault.tokenSet(id)?.refreshToken).toBe('refresh-2');
  expect(rig.clock.pendingTimers).toBe(0);
});

test('closing does not wait for an endpoint that stays silent', async () => {
  const rig = new CredentialRig();
  const { id } = rig.signedIn({ livesMs: -1 });
  rig.answer = () => new Promise(() => {});
  void rig.source.get(id);
  const closing = rig.source.close();
  rig.clock.advance(10_000);
  await closing;
});
