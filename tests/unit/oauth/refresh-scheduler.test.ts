import { describe, expect, test } from 'vitest';
import { RefreshScheduler } from '../../../src-main/core/oauth/refresh-scheduler.ts';
import { CredentialRig, settle } from '../../support/credential-rig.ts';
import { granted, HOUR_MS, MINUTE_MS, oauthEntry, tokenSet } from '../../support/oauth-fixtures.ts';

function rig() {
  const credentials = new CredentialRig();
  const state = { enabled: true };
  const scheduler = new RefreshScheduler({
    accounts: { ids: () => [...credentials.accounts.keys()] },
    source: credentials.source,
    clock: credentials.clock,
    enabled: () => state.enabled,
  });
  return { credentials, clock: credentials.clock, state, scheduler };
}

describe('the refresh scheduler', () => {
  test('refreshes five minutes before the end, without traffic, with one timer for all accounts', async () => {
    const { credentials, clock, scheduler } = rig();
    credentials.signedIn({ id: 'a', livesMs: HOUR_MS });
    credentials.signedIn({ id: 'b', livesMs: 2 * HOUR_MS, entry: oauthEntry({ enabled: false }) });
    credentials.vault.put(
      'b',
      tokenSet(clock.now(), { refreshToken: 'b-1', expiresAt: clock.now() + 2 * HOUR_MS }),
    );
    credentials.add({ id: 'key', entry: oauthEntry({ auth: { kind: 'vault' } }) });
    scheduler.start();
    await clock.advanceAsync(55 * MINUTE_MS - 1, MINUTE_MS);
    expect(clock.pendingTimers).toBe(1);
    expect(credentials.sent).toEqual([]);
    await clock.advanceAsync(1);
    expect(credentials.sent).toMatchObject([{ refreshToken: 'refresh-1', at: 55 * MINUTE_MS }]);
    await clock.advanceAsync(HOUR_MS, MINUTE_MS);
    expect(credentials.sent.map(({ refreshToken }) => refreshToken)).toEqual(['refresh-1', 'b-1']);
    expect(clock.pendingTimers).toBe(1);
  });

  test('tries again within 5 s, then within 30 s, and asks an endpoint in trouble at most 6 times a minute', async () => {
    const { credentials, clock, scheduler } = rig();
    credentials.signedIn({ livesMs: MINUTE_MS });
    credentials.failWith({ kind: 'endpoint-failed', status: 500, retryAfterMs: null });
    scheduler.start();
    await clock.advanceAsync(MINUTE_MS, 100);
    const [first = 0, second = 0, third = 0, ...more] = credentials.sent.map(({ at }) => at);
    expect(first).toBe(0);
    expect(second - first).toBeLessThan(5_000);
    expect(third - second).toBeLessThan(30_000);
    expect(more.length).toBeLessThanOrEqual(3);
    credentials.answer = () => granted(2, clock.now());
    await clock.advanceAsync(5 * MINUTE_MS, 1_000);
    expect(credentials.readyToken('account-1')).toBe('access-2');
  });

  test('sees within a minute that the machine slept over an expiry', async () => {
    const { credentials, clock, scheduler } = rig();
    credentials.signedIn({ livesMs: 8 * HOUR_MS });
    scheduler.start();
    clock.jumpWallClock(9 * HOUR_MS);
    await clock.advanceAsync(MINUTE_MS);
    expect(credentials.sent).toHaveLength(1);
  });

  test('looks at once when it is told to, and then asks an endpoint that was out of reach', async () => {
    const { credentials, clock, scheduler } = rig();
    credentials.signedIn({ livesMs: -1 });
    credentials.failWith({ kind: 'unreachable', cause: 'ENOTFOUND' });
    scheduler.start();
    await settle();
    credentials.answer = () => granted(2, clock.now());
    scheduler.reconsider();
    await settle();
    expect(credentials.sent).toHaveLength(2);
    expect(credentials.readyToken('account-1')).toBe('access-2');
  });

  test('leaves accounts alone that need a sign-in or whose terms are not accepted', async () => {
    const { credentials, clock, scheduler } = rig();
    credentials.signedIn({ id: 'void', livesMs: -1 });
    credentials.signedIn({ id: 'terms', livesMs: -1, termsMissing: true });
    credentials.failWith({ kind: 'grant-invalid' });
    scheduler.start();
    await clock.advanceAsync(HOUR_MS, MINUTE_MS);
    expect(credentials.sent).toHaveLength(1);
  });

  test('does nothing while it is switched off, and starts when the settings say so', async () => {
    const { credentials, clock, state, scheduler } = rig();
    state.enabled = false;
    credentials.signedIn({ livesMs: -1 });
    scheduler.start();
    await clock.advanceAsync(HOUR_MS, MINUTE_MS);
    expect(credentials.sent).toEqual([]);
    expect(clock.pendingTimers).toBe(0);
    state.enabled = true;
    scheduler.reconsider();
    await settle();
    expect(credentials.sent).toHaveLength(1);
  });

  test('does not run in circles over an account that stays due', async () => {
    let asked = 0;
    const { clock } = rig();
    const scheduler = new RefreshScheduler({
      accounts: { ids: () => ['stuck'] },
      source: { refreshDueInMs: () => 0, refreshIfDue: async () => void asked++, forgetNetworkTrouble() {} },
      clock,
      enabled: () => true,
    });
    scheduler.start();
    await clock.advanceAsync(10_000, 100);
    expect(asked).toBeLessThanOrEqual(11);
    await scheduler.close();
  });

  test('leaves no timer behind', async () => {
    const { credentials, clock, scheduler } = rig();
    credentials.signedIn({ livesMs: -1 });
    scheduler.start();
    await scheduler.close();
    expect(clock.pendingTimers).toBe(0);
  });
});
