import { describe, expect, it } from 'vitest';
import { Secret } from '../../../src-main/core/lib/secret.ts';
import { oauthEntry } from '../../support/oauth-fixtures.ts';
import { failed, HOUR, messages, ok, spent } from './attempt-samples.ts';
import { keyEntry, names, RegistryRig } from './registry-rig.ts';

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
