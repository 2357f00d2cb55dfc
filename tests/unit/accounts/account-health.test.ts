import { describe, expect, it } from 'vitest';
import { RAMP_MS } from '../../../src-main/core/accounts/ramp.ts';
import { Secret } from '../../../src-main/core/lib/secret.ts';
import { oauthEntry } from '../../support/oauth-fixtures.ts';
import { failed, HOUR, messages, refused, spent } from './attempt-samples.ts';
import { keyEntry, RegistryRig } from './registry-rig.ts';

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
