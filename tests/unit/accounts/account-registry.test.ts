import { describe, expect, it } from 'vitest';
import { RAMP_MS } from '../../../src-main/core/accounts/ramp.ts';
import { Secret } from '../../../src-main/core/lib/secret.ts';
import type { AttemptOutcome } from '../../../src-main/core/providers/attempt-outcome.ts';
import { NOBODY, oauthEntry } from '../../support/oauth-fixtures.ts';
import { keyEntry, RegistryRig } from './registry-rig.ts';

const HOUR = 3_600_000;
const messages = { pathKind: 'messages', freshToken: false } as const;
const ok: AttemptOutcome = { kind: 'succeeded', status: 200, windows: [] };
const failed: AttemptOutcome = { kind: 'upstream-failed', cause: 'status', status: 500 };
const refused: AttemptOutcome = { kind: 'unauthorized', status: 401 };
const spent = (resetsAt: number, family?: string): AttemptOutcome => ({
  kind: 'quota-rejected',
  claim: family ? `seven_day_${family}` : 'five_hour',
  scope: family ? { kind: 'model-family', family } : { kind: 'account' },
  resetsAt,
  windows: [],
});
const names = (rig: RegistryRig) => rig.registry.list().map((account) => account.name);

describe('the list of accounts', () => {
  it('follows the order of the settings and counts places from 1', () => {
    const rig = new RegistryRig([keyEntry('B'), keyEntry('A'), keyEntry('C', { label: 'Chosen' })]);
    expect(rig.registry.list().map(({ name, place }) => [name, place])).toEqual([
      ['B', 1],
      ['A', 2],
      ['Chosen', 3],
    ]);
    rig.change({ providers: [keyEntry('A'), keyEntry('B')] });
    expect(names(rig)).toEqual(['A', 'B']);
    expect(rig.events.at(-1)).toEqual({ kind: 'accounts-replaced' });
  });

  it('stays the same array while nothing changes that routing cares for', () => {
    const rig = new RegistryRig([keyEntry('A'), keyEntry('B')]);
    const list = rig.registry.list();
    const { id } = list[0]!;
    rig.registry.requestOpened(id);
    rig.registry.report(id, ok, messages);
    rig.registry.requestClosed(id);
    rig.change({ strategy: 'round_robin' });
    rig.registry.secretsChanged();
    expect(rig.registry.list()).toBe(list);
    expect(rig.events).toEqual([{ kind: 'accounts-replaced' }]);
  });

  it('replaces only the account that something happened to', () => {
    const rig = new RegistryRig([keyEntry('A'), keyEntry('B')]);
    const [a, b] = rig.registry.list();
    rig.registry.report(a!.id, spent(rig.clock.now() + HOUR), messages);
    expect(rig.registry.list()[1]).toBe(b);
    expect(rig.registry.list()[0]).not.toBe(a);
    expect(a!.health.cooldowns).toEqual([]);
    expect(rig.registry.get(a!.id)!.health.cooldowns).toHaveLength(1);
  });

  it('knows which kind of secret an account has', () => {
    const rig = new RegistryRig([
      keyEntry('api'),
      keyEntry('bearer', { authType: 'auth_token' }),
      keyEntry('setup', {
        authType: 'auth_token',
        auth: { kind: 'literal', secret: new Secret('sk-ant-oat01-x') },
      }),
      keyEntry('env', { auth: { kind: 'env', name: 'KEY' } }),
      keyEntry('vault', { auth: { kind: 'vault' } }),
      oauthEntry({ name: 'oauth' }),
    ]);
    rig.environment.set('KEY', 'sk-ant-oat01-y');
    expect(rig.registry.list().map(({ kind }) => kind)).toEqual([
      'api-key',
      'bearer-token',
      'setup-token',
      'setup-token',
      'api-key',
      'oauth',
    ]);
  });

  it('keeps subscription credentials of the vendor out until the terms are accepted, and only those', () => {
    const setup = {
      authType: 'auth_token',
      auth: { kind: 'literal', secret: new Secret('sk-ant-oat01-x') },
    } as const;
    const rig = new RegistryRig(
      [
        oauthEntry(),
        keyEntry('setup', setup),
        keyEntry('key'),
        keyEntry('other', { ...setup, type: 'compatible' }),
      ],
      { termsAcceptedAt: null },
    );
    expect(rig.registry.list().map(({ termsMissing }) => termsMissing)).toEqual([true, true, false, false]);
    expect(rig.registry.snapshot(rig.clock.now())[0]).toMatchObject({
      state: 'disabled',
      reason: { kind: 'terms-not-accepted' },
    });
    rig.change({ termsAcceptedAt: 0 });
    expect(rig.registry.list().some(({ termsMissing }) => termsMissing)).toBe(false);
  });
});

describe('signing in', () => {
  it('finds an entry without email waiting for whoever comes', () => {
    const rig = new RegistryRig([oauthEntry()]);
    expect(rig.registry.list()[0]!.health.needsLogin?.cause).toBe('not-signed-in');
    rig.signIn('main@example.com');
    expect(rig.registry.list()).toMatchObject([
      { name: 'main@example.com', email: 'main@example.com', health: { needsLogin: null } },
    ]);
  });

  it('lets one entry adopt several identities in the order of sign-in', () => {
    const rig = new RegistryRig([keyEntry('first'), oauthEntry(), keyEntry('last')]);
    rig.signIn('z@example.com', 1_000);
    rig.signIn('a@example.com', 2_000);
    expect(names(rig)).toEqual(['first', 'z@example.com', 'a@example.com', 'last']);
  });

  it('gives an identity to the entry with its email before any other, without regard to case', () => {
    const rig = new RegistryRig([oauthEntry(), oauthEntry({ accountEmail: 'Own@Example.com' })]);
    rig.signIn('own@example.com');
    rig.signIn('other@example.com');
    expect(names(rig)).toEqual(['other@example.com', 'Own@Example.com']);
    expect(rig.registry.list().every(({ health }) => health.needsLogin === null)).toBe(true);
  });

  it('lets only the first entry without email adopt', () => {
    const rig = new RegistryRig([oauthEntry({ name: 'One' }), oauthEntry({ name: 'Two' })]);
    rig.signIn('a@example.com', 1);
    rig.signIn('b@example.com', 2);
    expect(rig.registry.list().map(({ entry, email }) => [entry.name, email])).toEqual([
      ['One', 'a@example.com'],
      ['One', 'b@example.com'],
      ['Two', null],
    ]);
  });

  it('has no place for an identity that no entry would take', () => {
    const rig = new RegistryRig([oauthEntry({ accountEmail: 'own@example.com' }), keyEntry('key')]);
    const { registry } = rig;
    expect(registry.accountIdForSignIn('anthropic', { ...NOBODY, email: 'else@example.com' })).toBeNull();
    expect(registry.accountIdForSignIn('another', { ...NOBODY, email: 'own@example.com' })).toBeNull();
  });

  it('renews the same account when the same identity signs in again', () => {
    const rig = new RegistryRig([oauthEntry()]);
    const id = rig.signIn('main@example.com', 1_000);
    rig.registry.markNeedsLogin(id, 'refresh-token-invalid');
    expect(rig.signIn('MAIN@example.com', 2_000)).toBe(id);
    expect(rig.registry.list()).toHaveLength(1);
    expect(rig.registry.get(id)!.health.needsLogin).toBeNull();
  });

  it('tells two accounts of one labelled entry apart', () => {
    const rig = new RegistryRig([oauthEntry({ label: 'Work' })]);
    rig.signIn('a@example.com', 1);
    expect(names(rig)).toEqual(['Work']);
    rig.signIn('b@example.com', 2);
    expect(names(rig)).toEqual(['Work (a@example.com)', 'Work (b@example.com)']);
  });

  it('keeps the account when its entry gets the email written in', () => {
    const rig = new RegistryRig([oauthEntry()]);
    const id = rig.signIn('main@example.com');
    rig.change({ providers: [oauthEntry({ accountEmail: 'main@example.com' })] });
    expect(rig.registry.list().map((account) => account.id)).toEqual([id]);
  });

  it('moves an adopted identity to the entry that is written for it, with its id', () => {
    const rig = new RegistryRig([oauthEntry()]);
    const id = rig.signIn('main@example.com');
    rig.change({ providers: [oauthEntry(), oauthEntry({ name: 'Own', accountEmail: 'main@example.com' })] });
    expect(rig.registry.list().map((account) => [account.entry.name, account.email])).toEqual([
      ['Claude Code Official', null],
      ['Own', 'main@example.com'],
    ]);
    expect(rig.registry.list()[1]!.id).toBe(id);
  });

  it('never shows two accounts under one id', () => {
    const rig = new RegistryRig([oauthEntry(), oauthEntry({ accountEmail: 'asked@example.com' })]);
    const asked = rig.registry.list()[1]!.id;
    // Filed under the id of the account asked for, before the identity was known.
    rig.vault.put(asked, { ...tokenSetOf('real@example.com'), signedInAt: 5 });
    rig.registry.secretsChanged();
    const ids = rig.registry.list().map((account) => account.id);
    expect(new Set(ids).size).toBe(2);
    expect(rig.registry.get(asked)!.email).toBe('real@example.com');
  });

  it('renews the account where it is, also when its entry has another name by now', () => {
    const rig = new RegistryRig([oauthEntry()]);
    const id = rig.signIn('main@example.com', 1);
    rig.change({ providers: [oauthEntry({ name: 'Own', accountEmail: 'main@example.com' })] });
    expect(rig.signIn('main@example.com', 2)).toBe(id);
  });

  it('forgives what the old sign-in was refused for, also when there was a sign-out in between', () => {
    const rig = new RegistryRig([oauthEntry({ accountEmail: 'main@example.com' })]);
    const id = rig.signIn('main@example.com', 1);
    rig.registry.report(id, refused, { ...messages, freshToken: true });
    expect(rig.registry.get(id)!.health.cooldowns).toHaveLength(1);
    void rig.vault.remove(id);
    rig.registry.secretsChanged();
    rig.signIn('main@example.com', 2);
    expect(rig.registry.get(id)!.health).toMatchObject({ needsLogin: null, cooldowns: [], tokenRefusals: 0 });
  });

  it('waits for a new sign-in after a sign-out, under the same id', () => {
    const rig = new RegistryRig([oauthEntry({ accountEmail: 'main@example.com' })]);
    const id = rig.signIn('main@example.com');
    void rig.vault.remove(id);
    rig.registry.secretsChanged();
    expect(rig.registry.get(id)!.health.needsLogin?.cause).toBe('not-signed-in');
    expect(rig.signIn('main@example.com')).toBe(id);
  });
});

function tokenSetOf(email: string) {
  return {
    kind: 'token-set',
    oauthProvider: 'anthropic',
    accessToken: 'a',
    refreshToken: 'r',
    expiresAt: null,
    refreshTokenExpiresAt: null,
    scopes: [],
    identity: { ...NOBODY, email },
    signedInAt: 0,
    rotatedAt: 0,
  } as const;
}

describe('ids', () => {
  it('are 12 characters of a-z and 0-9, derived from provider and email', () => {
    const one = new RegistryRig([keyEntry('A'), keyEntry('B')]).registry.list();
    const two = new RegistryRig([keyEntry('B'), keyEntry('A')]).registry.list();
    expect(one[0]!.id).toMatch(/^[a-z0-9]{12}$/);
    expect(one[0]!.id).toBe(two[1]!.id);
    expect(one[0]!.id).not.toBe(one[1]!.id);
  });

  it('survive a restart, a label and a new key', async () => {
    const rig = new RegistryRig([keyEntry('A')]);
    const { id } = rig.registry.list()[0]!;
    rig.change({
      providers: [keyEntry('A', { label: 'Mine', auth: { kind: 'literal', secret: new Secret('sk-new') } })],
    });
    await rig.restart();
    expect(rig.registry.list()).toMatchObject([{ id, name: 'Mine' }]);
  });

  it('survive a new provider name, also when the file was changed while nothing ran', async () => {
    const rig = new RegistryRig([keyEntry('A'), keyEntry('Z', { baseUrl: 'https://z.example' })]);
    const [a, z] = rig.registry.list().map((account) => account.id);
    rig.change({ providers: [keyEntry('Renamed'), keyEntry('Z', { baseUrl: 'https://z.example' })] });
    expect(rig.registry.list().map((account) => account.id)).toEqual([a, z]);
    await rig.registry.close();
    rig.change({ providers: [keyEntry('Renamed'), keyEntry('Y', { baseUrl: 'https://z.example' })] });
    await rig.restart();
    expect(rig.registry.list().map((account) => account.id)).toEqual([a, z]);
  });

  it('are not passed on where it is not clear who was renamed', () => {
    const rig = new RegistryRig([keyEntry('A'), keyEntry('B')]);
    const before = rig.registry.list().map((account) => account.id);
    rig.change({ providers: [keyEntry('C'), keyEntry('D')] });
    expect(rig.registry.list().some((account) => before.includes(account.id))).toBe(false);
  });

  it('are not passed on when two vanish and one appears', () => {
    const rig = new RegistryRig([keyEntry('A'), keyEntry('B')]);
    const before = rig.registry.list().map((account) => account.id);
    rig.change({ providers: [keyEntry('C')] });
    expect(before).not.toContain(rig.registry.list()[0]!.id);
  });

  it('are not passed on from an entry that was removed before to one that is added later', () => {
    const rig = new RegistryRig([keyEntry('A')]);
    const { id } = rig.registry.list()[0]!;
    rig.change({ providers: [] });
    rig.change({ providers: [keyEntry('B')] });
    expect(rig.registry.list()[0]!.id).not.toBe(id);
  });

  it('come back with their counts when an entry does', () => {
    const rig = new RegistryRig([keyEntry('A'), keyEntry('B')]);
    const { id } = rig.registry.list()[1]!;
    rig.registry.report(id, ok, messages);
    rig.change({ providers: [keyEntry('A')] });
    expect(rig.registry.get(id)).toBeNull();
    rig.change({ providers: [keyEntry('A'), keyEntry('B')] });
    expect(rig.registry.snapshot(rig.clock.now())[1]).toMatchObject({ id, requestsTotal: 1 });
  });

  it('are forgotten by name, but not while the settings name them', () => {
    const rig = new RegistryRig([keyEntry('A'), keyEntry('B')]);
    const { id } = rig.registry.list()[1]!;
    rig.registry.report(id, ok, messages);
    rig.registry.forget(id);
    expect(rig.registry.counts(id)?.requestsTotal).toBe(1);
    rig.change({ providers: [keyEntry('A')] });
    rig.registry.forget(id);
    expect(rig.registry.counts(id)).toBeNull();
  });

  it('are told before the entry exists', () => {
    const rig = new RegistryRig([keyEntry('A')]);
    const id = rig.registry.idForEntry('New', null);
    rig.change({ providers: [keyEntry('A'), keyEntry('New')] });
    expect(rig.registry.list()[1]!.id).toBe(id);
    expect(rig.registry.idForEntry('New', null)).toBe(id);
  });
});

describe('finding an account by what a person calls it', () => {
  const rig = new RegistryRig([
    oauthEntry({ name: 'Official', accountEmail: 'a@example.com', label: 'Work' }),
    oauthEntry({ name: 'Official', accountEmail: 'b@example.com' }),
    keyEntry('Third'),
  ]);
  const found = (text: string) => rig.registry.find(text).map((account) => account.place);

  it.each([
    ['a@example.com', [1]],
    ['B@EXAMPLE.COM', [2]],
    ['work', [1]],
    ['official', [1, 2]],
    ['Third', [3]],
    ['nobody', []],
    ['', []],
  ])('%j means %j', (text, places) => {
    expect(found(text)).toEqual(places);
  });

  it('takes an id before everything else', () => {
    expect(found(rig.registry.list()[2]!.id)).toEqual([3]);
  });
});

describe('what answers teach', () => {
  it('closes an account until the reset and tells it once', () => {
    const rig = new RegistryRig([keyEntry('A')]);
    const { id } = rig.registry.list()[0]!;
    const until = rig.clock.now() + HOUR;
    rig.registry.report(id, spent(until), messages);
    rig.registry.report(id, spent(until), messages);
    const changes = rig.events.filter((event) => event.kind === 'account-changed');
    expect(changes).toMatchObject([{ accountId: id, reason: { kind: 'cooling-down', until } }]);
    expect(rig.registry.snapshot(rig.clock.now())[0]).toMatchObject({
      state: 'cooling-down',
      cooldownUntil: until,
      reason: { cause: { kind: 'quota', claim: 'five_hour' } },
    });
  });

  it('names the cooldown that ends last, since the account rests until then', () => {
    const rig = new RegistryRig([keyEntry('A')]);
    const { id } = rig.registry.list()[0]!;
    const now = rig.clock.now();
    rig.registry.report(id, spent(now + HOUR), messages);
    rig.registry.report(id, { kind: 'out-of-credit', status: 400 }, messages);
    expect(rig.registry.snapshot(now)[0]).toMatchObject({ state: 'cooling-down', cooldownUntil: now + HOUR });
  });

  it('announces the end of a cooldown by itself, at its time', () => {
    const rig = new RegistryRig([keyEntry('A')]);
    const { id } = rig.registry.list()[0]!;
    rig.registry.report(id, spent(rig.clock.now() + 10_000), messages);
    rig.clock.advance(9_999);
    expect(rig.registry.get(id)!.health.cooldowns).toHaveLength(1);
    rig.clock.advance(1);
    expect(rig.registry.get(id)!.health.cooldowns).toEqual([]);
    expect(rig.events.at(-1)).toEqual({ kind: 'account-changed', accountId: id, reason: null });
    // The ramp ends quietly.
    const told = rig.events.length;
    rig.clock.advance(RAMP_MS);
    expect(rig.registry.get(id)!.health.reopened).toBeNull();
    expect(rig.events).toHaveLength(told);
    expect(rig.clock.pendingTimers).toBe(0);
  });

  it('needs one timer for a whole fleet', () => {
    const rig = new RegistryRig(Array.from({ length: 20 }, (_, n) => keyEntry(`K${n}`)));
    for (const [n, { id }] of rig.registry.list().entries()) {
      rig.registry.report(id, spent(rig.clock.now() + (n + 1) * 1_000), messages);
      expect(rig.clock.pendingTimers).toBe(1);
    }
    rig.clock.advance(10_500);
    const resting = rig.registry.list().filter(({ health }) => health.cooldowns.length > 0);
    expect(resting).toHaveLength(10);
    expect(rig.clock.pendingTimers).toBe(1);
  });

  it('notices a clock that was set forward within half a minute, and at once on waking up', () => {
    const rig = new RegistryRig([keyEntry('A'), keyEntry('B')]);
    const [a, b] = rig.registry.list();
    for (const { id } of [a!, b!]) rig.registry.report(id, spent(rig.clock.now() + HOUR), messages);
    rig.clock.jumpWallClock(2 * HOUR);
    rig.clock.advance(30_000);
    expect(rig.registry.list().every(({ health }) => health.cooldowns.length === 0)).toBe(true);

    rig.registry.report(a!.id, spent(rig.clock.now() + HOUR), messages);
    rig.clock.jumpWallClock(2 * HOUR);
    rig.registry.recheck();
    expect(rig.registry.get(a!.id)!.health.cooldowns).toEqual([]);
  });

  it('does not keep an account closed for years when the clock was set back', () => {
    const rig = new RegistryRig([keyEntry('A')]);
    const { id } = rig.registry.list()[0]!;
    rig.registry.report(id, spent(rig.clock.now() + HOUR), messages);
    rig.clock.jumpWallClock(-1_000 * 24 * HOUR);
    rig.clock.advance(HOUR + 30_000);
    expect(rig.registry.get(id)!.health.cooldowns).toEqual([]);
  });

  it('leaves an account healthy whose limit is for one model family, and says so', () => {
    const rig = new RegistryRig([keyEntry('A')]);
    const { id } = rig.registry.list()[0]!;
    rig.registry.report(id, spent(rig.clock.now() + HOUR, 'opus'), messages);
    expect(rig.registry.snapshot(rig.clock.now())[0]).toMatchObject({
      state: 'healthy',
      cooldownUntil: null,
      reason: { kind: 'cooling-down', scope: { kind: 'model-family', family: 'opus' } },
    });
  });

  it('takes a refused key out until it is replaced, over a restart too', async () => {
    const rig = new RegistryRig([keyEntry('A')]);
    const { id } = rig.registry.list()[0]!;
    rig.registry.report(id, refused, messages);
    await rig.restart();
    expect(rig.registry.snapshot(rig.clock.now())[0]).toMatchObject({
      state: 'needs-login',
      reason: { cause: 'key-refused' },
    });
    rig.change({
      providers: [keyEntry('A', { auth: { kind: 'literal', secret: new Secret('sk-better') } })],
    });
    expect(rig.registry.snapshot(rig.clock.now())[0]).toMatchObject({ state: 'healthy', reason: null });
  });

  it('waits with a sign-in that was refused only once for the refresh', () => {
    const rig = new RegistryRig([oauthEntry()]);
    const id = rig.signIn('main@example.com');
    rig.registry.report(id, refused, messages);
    expect(rig.registry.snapshot(rig.clock.now())[0]!.state).toBe('healthy');
    rig.registry.report(id, refused, { ...messages, freshToken: true });
    expect(rig.registry.snapshot(rig.clock.now())[0]).toMatchObject({
      state: 'cooling-down',
      cooldownUntil: rig.clock.now() + 5 * 60_000,
      reason: { cause: { kind: 'token-refused' } },
    });
  });

  it('finds an environment variable that was missing at the next start', async () => {
    const rig = new RegistryRig([keyEntry('A', { auth: { kind: 'env', name: 'KEY' } })]);
    expect(rig.registry.list()[0]!.health.needsLogin?.cause).toBe('secret-missing');
    rig.environment.set('KEY', 'sk-now');
    await rig.restart();
    expect(rig.registry.list()[0]!.health.needsLogin).toBeNull();
  });

  it('keeps a spent window, and forgets missing credit, when the key is replaced', () => {
    const rig = new RegistryRig([keyEntry('A')]);
    const { id } = rig.registry.list()[0]!;
    rig.registry.report(id, spent(rig.clock.now() + HOUR), messages);
    rig.registry.report(id, { kind: 'out-of-credit', status: 400 }, messages);
    rig.change({ providers: [keyEntry('A', { auth: { kind: 'literal', secret: new Secret('sk-other') } })] });
    expect(rig.registry.get(id)!.health.cooldowns.map(({ cause }) => cause.kind)).toEqual(['quota']);
  });

  it('shows every restriction, the weightiest first', () => {
    const rig = new RegistryRig([keyEntry('A')]);
    const { id } = rig.registry.list()[0]!;
    const now = rig.clock.now();
    rig.registry.report(id, spent(now + HOUR, 'opus'), messages);
    rig.registry.report(id, { kind: 'throttled', retryAfterMs: 9_000 }, messages);
    for (let n = 0; n < 5; n++) rig.registry.report(id, failed, messages);
    expect(rig.registry.snapshot(now)[0]!.state).toBe('ejected');
    rig.registry.report(id, { kind: 'out-of-credit', status: 402 }, messages);
    rig.change({ providers: [keyEntry('A', { enabled: false })] });
    const [snapshot] = rig.registry.snapshot(now);
    expect(snapshot!.state).toBe('disabled');
    expect(snapshot!.restrictions.map(({ kind }) => kind)).toEqual([
      'disabled',
      'cooling-down',
      'ejected',
      'throttled',
      'cooling-down',
    ]);
  });

  it('survives a restart with cooldowns, needs-login, counts and windows', async () => {
    const rig = new RegistryRig([keyEntry('A'), keyEntry('B')]);
    const [a, b] = rig.registry.list();
    const now = rig.clock.now();
    const window = {
      name: '5h',
      utilization: 0.5,
      resetsAt: now + HOUR,
      status: 'allowed',
      source: 'response-headers',
      readAt: now,
    } as const;
    rig.registry.report(a!.id, { kind: 'succeeded', status: 200, windows: [window] }, messages);
    rig.registry.report(a!.id, spent(now + HOUR), messages);
    rig.registry.markNeedsLogin(b!.id, 'refresh-token-invalid');
    const before = rig.registry.snapshot(now);
    await rig.restart();
    expect(rig.registry.snapshot(now)).toEqual(before);
    rig.clock.advance(HOUR);
    expect(rig.registry.get(a!.id)!.health.cooldowns).toEqual([]);
  });

  it('ignores news about an account that is gone', () => {
    const rig = new RegistryRig([keyEntry('A')]);
    rig.registry.report('nobody000000', failed, messages);
    rig.registry.markNeedsLogin('nobody000000', 'key-refused');
    rig.registry.requestOpened('nobody000000');
    expect(rig.registry.counts('nobody000000')).toBeNull();
    expect(rig.registry.windows('nobody000000')).toEqual([]);
  });
});

describe('counting', () => {
  it('counts what reached the upstream, and failures of this machine apart', () => {
    const rig = new RegistryRig([keyEntry('A')]);
    const { id } = rig.registry.list()[0]!;
    rig.registry.requestOpened(id);
    for (const outcome of [
      ok,
      failed,
      { kind: 'rejected', status: 400 },
      { kind: 'client-aborted' },
    ] as const) {
      rig.registry.report(id, outcome, messages);
    }
    rig.registry.report(id, { kind: 'local-origin-failed', cause: 'dns', host: 'h' }, messages);
    expect(rig.registry.counts(id)).toMatchObject({
      requestsTotal: 4,
      failuresTotal: 1,
      localFailuresTotal: 1,
      openRequests: 1,
      lastUsedAt: rig.clock.now(),
    });
    rig.registry.requestClosed(id);
    rig.registry.requestClosed(id);
    expect(rig.registry.counts(id)!.openRequests).toBe(0);
  });

  it('begins today anew at midnight', () => {
    const rig = new RegistryRig([keyEntry('A')]);
    const { id } = rig.registry.list()[0]!;
    const today = () => rig.registry.snapshot(rig.clock.now())[0]!.requestsToday;
    rig.registry.report(id, ok, messages);
    expect(today()).toBe(1);
    rig.clock.jumpWallClock(24 * HOUR);
    expect(today()).toBe(0);
    rig.registry.report(id, ok, messages);
    expect(today()).toBe(1);
    expect(rig.registry.counts(id)!.requestsTotal).toBe(2);
  });

  it('takes a reading of windows from elsewhere and tells the UI', () => {
    const rig = new RegistryRig([keyEntry('A')]);
    const { id } = rig.registry.list()[0]!;
    const window = {
      name: '7d',
      utilization: 0.1,
      resetsAt: null,
      status: null,
      source: 'usage-endpoint',
      readAt: rig.clock.now(),
    } as const;
    rig.events.length = 0;
    rig.registry.recordWindows(id, [window]);
    expect(rig.registry.windows(id)).toEqual([window]);
    expect(rig.events).toEqual([{ kind: 'accounts-replaced' }]);
  });

  it('leaves no timer behind when it is closed', async () => {
    const rig = new RegistryRig([keyEntry('A')]);
    const { id } = rig.registry.list()[0]!;
    rig.registry.report(id, spent(rig.clock.now() + HOUR), messages);
    await rig.registry.close();
    expect(rig.clock.pendingTimers).toBe(0);
  });
});
