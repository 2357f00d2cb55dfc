import { describe, expect, it, onTestFinished } from 'vitest';
import { Secret } from '../../../src-main/core/lib/secret.ts';
import { silentLogger } from '../../../src-main/core/logging/logger.ts';
import { createUndiciFetch } from '../../../src-main/core/oauth/undici-transport.ts';
import { throttledFor } from '../../../src-main/core/simulator/faults/status/throttled-with-retry-after.ts';
import { startSimulator } from '../../../src-main/core/simulator/simulator.ts';
import { UsagePoller } from '../../../src-main/core/usage-endpoint/usage-poller.ts';
import { oauthEntry, oauthProvider, settings } from '../../support/oauth-fixtures.ts';
import { startHttpProxy } from '../../support/small-proxies.ts';
import { keyEntry, RegistryRig } from '../../unit/accounts/registry-rig.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const WORK = 'work@studio.example';
const HOME = 'me@home.example';

/** Two signed-in accounts and a key at the simulator, all on one clock, with a poller over real sockets. */
async function polling({ usagePolling = true, proxy = 'none' } = {}) {
  const entries = [
    oauthEntry({ accountEmail: WORK, proxy }),
    oauthEntry({ accountEmail: HOME }),
    keyEntry('Key'),
  ];
  const rig = new RegistryRig(entries);
  const { clock } = rig;
  const simulator = await startSimulator({
    clock,
    accounts: [
      {
        id: 'work',
        email: WORK,
        plan: 'max',
        quotas: [
          { claim: 'five_hour', size: 100, unit: 'requests', utilization: 0.4, resetsInHours: 2 },
          { claim: 'seven_day_opus', size: 100, unit: 'requests', utilization: 0.9, resetsInHours: 50 },
        ],
      },
      { id: 'home', email: HOME, plan: 'pro' },
    ],
  });
  onTestFinished(() => simulator.close());
  const base = settings();
  rig.change({
    oauthProviders: [oauthProvider({ usageUrl: simulator.usageUrl })],
    oauth: { ...base.oauth, usagePolling },
  });
  const ids = { work: rig.signIn(WORK), home: rig.signIn(HOME) };
  const tokens = new Map([
    [ids.work, simulator.account('work').signIn().access_token],
    [ids.home, simulator.account('home').signIn().access_token],
  ]);
  const poller = new UsagePoller({
    fetch: createUndiciFetch(),
    clock,
    // Half of every chance, so that the times below can be said.
    random: { fraction: () => 0.5 },
    logger: silentLogger,
    userAgent: 'rota/1.2.3',
    settings: () => rig.settings,
    accounts: rig.registry,
    token: (id) => (tokens.has(id) ? new Secret(tokens.get(id)!) : null),
  });
  onTestFinished(() => poller.close());
  poller.start();
  const calls = () => simulator.ledger.requests.map(({ accountId, status }) => `${accountId} ${status}`);
  /** Moves the clock minute by minute and lets each call end before the next look. */
  const pass = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += MINUTE) {
      clock.advance(MINUTE);
      await poller.settled();
    }
  };
  /** As a request through an account that answers. */
  const use = (id: string) =>
    rig.registry.report(
      id,
      { kind: 'succeeded', status: 200, windows: [] },
      { pathKind: 'messages', freshToken: false },
    );
  return { rig, simulator, ids, poller, calls, pass, use };
}

describe('the windows of accounts that are idle', () => {
  it('are asked for once each soon after the start, one at a time, and filed as what they are', async () => {
    const { rig, ids, calls, pass } = await polling();
    await pass(5 * MINUTE);
    expect(calls()).toEqual(['work 200', 'home 200']);
    const now = rig.clock.now();
    expect(rig.registry.windows(ids.work)).toMatchObject([
      { name: '5h', utilization: 0.4, source: 'usage-endpoint', resetsAt: expect.any(Number) },
      { name: '7d_opus', utilization: 0.9, source: 'usage-endpoint' },
    ]);
    expect(rig.registry.windows(ids.work)[0]!.resetsAt! - now).toBeLessThan(2 * HOUR);
  });

  it('are asked for again every half hour while others are used, and not while nobody is', async () => {
    const { ids, calls, pass, use } = await polling();
    await pass(3 * HOUR);
    expect(calls()).toHaveLength(2);
    for (let quarter = 0; quarter < 8; quarter++) {
      use(ids.home);
      await pass(15 * MINUTE);
    }
    // 34.5 minutes apart, and `home`, whose answers brought no windows here, as often as `work`.
    expect(calls().filter((call) => call === 'work 200')).toHaveLength(1 + 4);
  });

  it('are left alone when answers have just brought them', async () => {
    const { rig, ids, calls, pass } = await polling();
    await pass(5 * MINUTE);
    for (let quarter = 0; quarter < 8; quarter++) {
      const windows = [{ ...rig.registry.windows(ids.work)[0]!, readAt: rig.clock.now() }];
      const outcome = { kind: 'succeeded', status: 200, windows } as const;
      rig.registry.report(ids.work, outcome, { pathKind: 'messages', freshToken: false });
      await pass(15 * MINUTE);
    }
    expect(calls().filter((call) => call === 'work 200')).toHaveLength(1);
  });

  it('are left alone for as long as the endpoint says, and longer after each refusal', async () => {
    const { simulator, ids, calls, pass, use } = await polling();
    simulator.faults.inject({ fault: throttledFor(2 * 3600), account: 'work', path: '/api/oauth/usage' });
    simulator.faults.inject({ fault: 'internal-error', account: 'work', path: '/api/oauth/usage', times: 2 });
    const times: number[] = [];
    for (let minute = 0; minute < 8 * 60; minute++) {
      if (minute % 10 === 0) use(ids.home);
      const before = calls().filter((call) => call.startsWith('work')).length;
      await pass(MINUTE);
      if (calls().filter((call) => call.startsWith('work')).length > before) times.push(minute);
    }
    expect(
      calls()
        .filter((call) => call.startsWith('work'))
        .slice(0, 4),
    ).toEqual(['work 429', 'work 500', 'work 500', 'work 200']);
    const waits = times.slice(0, 4).map((at, index, all) => at - (all[index - 1] ?? at));
    // Two hours as told; then one and two hours, less a tenth by chance; looks are a minute apart.
    expect(waits[1]).toBeGreaterThanOrEqual(120);
    expect(waits[2]).toBeGreaterThanOrEqual(54);
    expect(waits[3]).toBeGreaterThanOrEqual(108);
  });

  it('are not asked for where that is switched off', async () => {
    const { rig, calls, pass } = await polling({ usagePolling: false });
    await pass(HOUR);
    expect(calls()).toEqual([]);
    rig.change({ oauth: { ...rig.settings.oauth, usagePolling: true } });
    await pass(3 * MINUTE);
    expect(calls()).toHaveLength(2);
  });

  it('are asked for through the account’s own proxy, and not about accounts that rest or need their user', async () => {
    const proxy = await startHttpProxy();
    const { rig, ids, simulator, calls, pass } = await polling({ proxy: `http://127.0.0.1:${proxy.port}` });
    rig.registry.markNeedsLogin(ids.home, 'refresh-token-invalid');
    await pass(5 * MINUTE);
    expect(calls()).toEqual(['work 200']);
    expect(proxy.targets).toEqual([`127.0.0.1:${simulator.port}`]);
  });

  it('stay unknown while the proxy is dead, which costs the account nothing', async () => {
    const { rig, ids, calls, pass } = await polling({ proxy: 'http://127.0.0.1:1' });
    await pass(5 * MINUTE);
    expect(calls()).toEqual(['home 200']);
    expect(rig.registry.windows(ids.work)).toEqual([]);
    expect(rig.registry.get(ids.work)!.health.failureStreak).toBe(0);
  });
});
