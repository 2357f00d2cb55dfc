import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../src-main/core/lib/clock.ts';
import { demoFleet, demoSignedIn } from '../../../src-main/core/simulator/demo-fleet.ts';
import { seededRandom } from '../../../src-main/core/simulator/seeded-random.ts';
import { startSimulator } from '../../../src-main/core/simulator/simulator.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { bearer, keyHeaders, postMessage, simulate, threeAccounts } from './simulator-fixture.ts';

describe('starting and closing a simulator', () => {
  it('runs several side by side, each with its own accounts and ledger', async () => {
    const [one, two] = [await simulate(), await simulate()];
    await postMessage(one);
    expect([one.ledger.requests.length, two.ledger.requests.length]).toEqual([1, 0]);
    expect(one.port).not.toBe(two.port);
    const foreign = one.account('work').signIn().access_token;
    expect((await postMessage(two, bearer(foreign))).status).toBe(401);
  });

  it('closes at once though a peer waits, and closing twice is the same', async () => {
    const simulator = await simulate();
    simulator.faults.inject({ fault: 'silent' });
    const waiting = postMessage(simulator).catch(() => 'broken');
    await expect.poll(() => simulator.ledger.requests[0]?.fault).toBe('silent');
    await Promise.all([simulator.close(), simulator.close()]);
    expect(await waiting).toBe('broken');
    await expect.poll(() => simulator.ledger.requests[0]?.endedAt).not.toBeNull();
    expect(simulator.ledger.requests[0]!.aborted).toBe(false);
    await expect(fetch(simulator.url)).rejects.toThrow();
  });

  it('says which address it cannot have', async () => {
    const { port } = await simulate();
    await expect(startSimulator({ clock: systemClock, accounts: [], port })).rejects.toMatchObject({
      code: 'simulator_port',
      message: `The simulator cannot listen on 127.0.0.1:${port}.`,
    });
  });

  it('refuses accounts that could not be told apart', async () => {
    const [work] = threeAccounts;
    const twin = { ...work!, id: 'other' };
    await expect(startSimulator({ clock: systemClock, accounts: [work!, twin] })).rejects.toMatchObject({
      code: 'simulator_accounts',
    });
  });

  it('repeats itself byte for byte with the same seed and clock', async () => {
    const run = async () => {
      const simulator = await simulate({ clock: new ManualClock(), random: seededRandom(42) });
      const response = await postMessage(simulator, keyHeaders, { stream: true });
      return [Object.fromEntries(response.headers), await response.text()];
    };
    expect(await run()).toEqual(await run());
  });

  it('throws for an account that it does not have', async () => {
    const simulator = await simulate();
    expect(() => simulator.account('nobody')).toThrow('There is no simulated account nobody.');
  });
});

describe('the demo fleet', () => {
  it('starts with four accounts at different levels, and one rests after six answers', async () => {
    const clock = new ManualClock();
    const simulator = await startSimulator({
      ...demoFleet,
      pace: { firstEventMs: 0, betweenEventsMs: 0 },
      clock,
    });
    onTestFinished(() => simulator.close());
    expect(simulator.accounts.map(({ email }) => email)).toEqual([
      'work@studio.example',
      'me@home.example',
      'old@mail.example',
      'billing@studio.example',
    ]);
    for (const id of demoSignedIn) expect(simulator.account(id).signIn().refresh_token).not.toBeUndefined();
    const home = bearer(simulator.account('home').signIn().access_token);
    const statuses: number[] = [];
    for (let index = 0; index < 7; index += 1) statuses.push((await postMessage(simulator, home)).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 429]);
    clock.advance(6 * 60_000);
    expect((await postMessage(simulator, home)).status).toBe(200);
  });
});
