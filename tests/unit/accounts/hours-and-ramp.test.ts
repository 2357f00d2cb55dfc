import { describe, expect, it } from 'vitest';
import { RAMP_MS } from '../../../src-main/core/accounts/ramp.ts';
import { formatSavedAccounts, parseSavedAccounts } from '../../../src-main/core/accounts/saved-accounts.ts';
import { keyEntry, RegistryRig } from './registry-rig.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const context = { pathKind: 'messages', freshToken: false } as const;

/** Hours that begin so many minutes from the rig's clock on, an hour long. */
function hoursFrom(rig: RegistryRig, minutes: number) {
  const at = new Date(rig.clock.now() + minutes * MINUTE);
  const fromMinute = at.getHours() * 60 + at.getMinutes();
  return { fromMinute, toMinute: (fromMinute + 60) % 1_440 };
}

function scheduled() {
  const rig = new RegistryRig([keyEntry('A')]);
  const hours = hoursFrom(rig, 30);
  rig.change({ providers: [keyEntry('A', { hours, proxy: 'http://user:pass@proxy:8080' })] });
  const { id } = rig.registry.list()[0]!;
  return { rig, id, snapshot: () => rig.registry.snapshot(rig.clock.now())[0]! };
}

describe('an account with hours', () => {
  it('says when they begin, beside what else is set for it', () => {
    const { rig, snapshot } = scheduled();
    const opensAt = rig.clock.now() + 30 * MINUTE;
    expect(snapshot()).toMatchObject({
      state: 'cooling-down',
      reason: { kind: 'outside-hours', until: opensAt },
      cooldownUntil: opensAt,
      maxConcurrentRequests: null,
      proxy: 'http://proxy:8080',
    });
    expect(snapshot().hours).toMatch(/^\d\d:\d\d-\d\d:\d\d$/);
  });

  it('announces their begin and their end by itself', () => {
    const { rig, id, snapshot } = scheduled();
    const told = () =>
      rig.events
        .filter((event) => event.kind === 'account-changed')
        .map(({ reason }) => reason?.kind ?? null);
    rig.clock.advance(30 * MINUTE - 1);
    expect(told()).toEqual([]);
    rig.clock.advance(1);
    expect(told()).toEqual([null]);
    expect(snapshot()).toMatchObject({ state: 'healthy', reason: null });
    rig.clock.advance(HOUR);
    expect(told()).toEqual([null, 'outside-hours']);
    expect(rig.events.at(-1)).toMatchObject({ kind: 'account-changed', accountId: id });
  });

  it('notices within half a minute that the clock was set', () => {
    const { rig, snapshot } = scheduled();
    rig.clock.jumpWallClock(45 * MINUTE);
    rig.clock.advance(30_000);
    expect(rig.events.at(-1)).toMatchObject({ kind: 'account-changed', reason: null });
    expect(snapshot().state).toBe('healthy');
  });
});

describe('the ramp after a closing', () => {
  it('begins when a cooldown ends, is no restriction that anybody is told of, and survives a restart', async () => {
    const rig = new RegistryRig([keyEntry('A')]);
    const { id } = rig.registry.list()[0]!;
    const resetsAt = rig.clock.now() + HOUR;
    const scope = { kind: 'account' } as const;
    rig.registry.report(
      id,
      { kind: 'quota-rejected', claim: 'five_hour', scope, resetsAt, windows: [] },
      context,
    );
    rig.clock.advance(HOUR);
    const reopened = { scope, since: resetsAt, until: resetsAt + RAMP_MS };
    expect(rig.registry.get(id)!.health.reopened).toEqual(reopened);
    expect(rig.registry.snapshot(rig.clock.now())[0]).toMatchObject({
      state: 'healthy',
      reason: null,
      restrictions: [],
    });
    const again = await rig.restart();
    expect(again.get(id)!.health.reopened).toEqual(reopened);
    rig.clock.advance(RAMP_MS);
    expect(again.get(id)!.health.reopened).toBeNull();
  });

  it('begins when an ejection ends, and when somebody signs in', () => {
    const rig = new RegistryRig([keyEntry('A')]);
    const { id } = rig.registry.list()[0]!;
    for (let failures = 0; failures < 5; failures++) {
      rig.registry.report(id, { kind: 'upstream-failed', cause: 'reset', status: null }, context);
    }
    rig.clock.advance(MINUTE);
    expect(rig.registry.get(id)!.health.reopened?.since).toBe(rig.clock.now());
    rig.clock.advance(RAMP_MS);
    rig.registry.markNeedsLogin(id, 'key-refused');
    rig.registry.clearNeedsLogin(id);
    expect(rig.registry.get(id)!.health.reopened?.since).toBe(rig.clock.now());
  });

  it('is absent in files of versions that knew none', async () => {
    const rig = new RegistryRig([keyEntry('A')]);
    await rig.restart();
    const older = formatSavedAccounts(rig.stored).replace('"reopened":null,', '');
    expect(older).not.toContain('reopened');
    expect(parseSavedAccounts(older)).toEqual({ ok: true, value: rig.stored });
  });
});
