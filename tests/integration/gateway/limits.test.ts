/** Caps, hours, walls and the wait for a cache, over real sockets through the whole core. */
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src-main/core/lib/clock.ts';
import { throttledFor } from '../../../src-main/core/simulator/faults/status/throttled-with-retry-after.ts';
import { type Simulator, startSimulator } from '../../../src-main/core/simulator/simulator.ts';
import type { SimulatorOptions } from '../../../src-main/core/simulator/simulator-options.ts';
import type { RequestFacts } from '../../../src-shared/model/request-facts.ts';
import { clientHeaders, messagesBody, type SeenAnswer, send } from '../../support/http-exchange.ts';
import { startTestCore, type TestCore } from '../../support/test-core.ts';

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

interface House {
  readonly rota: TestCore;
  readonly simulator: Simulator;
  readonly idOf: (name: string) => string;
  readonly nameOf: (answer: SeenAnswer) => string | null;
}

const token = (name: string) => `sk-ant-oat01-${name}`;

function settingsText(simulator: Simulator, accounts: Readonly<Record<string, string>>, more = ''): string {
  const entries = Object.entries(accounts).map(
    ([name, extra]) =>
      `  - { name: ${name}, base_url: ${simulator.url}, auth_type: auth_token, auth_value: ${token(name)}, proxy: none${extra} }`,
  );
  return `providers:\n${entries.join('\n')}\nsettings: { terms_accepted: true }\n${more}`;
}

/** Accounts by name, each with what its entry says beside the usual. */
async function house(
  accounts: Readonly<Record<string, string>>,
  options: Partial<SimulatorOptions> = {},
  more = '',
): Promise<House> {
  const simulator = await startSimulator({
    clock: systemClock,
    accounts: Object.keys(accounts).map((id) => ({
      id,
      email: `${id}@example.com`,
      plan: 'max',
      bearerToken: token(id),
    })),
    ...options,
  });
  open.push(() => simulator.close());
  const rota = await startTestCore(settingsText(simulator, accounts, more));
  open.push(() => rota[Symbol.asyncDispose]());
  const listed = await rota.accounts();
  return {
    rota,
    simulator,
    idOf: (name) => listed.find((account) => account.name === name)!.id,
    nameOf: ({ headers }) => listed.find((account) => account.id === headers['x-rota-account'])?.name ?? null,
  };
}

const ask = (rota: TestCore, { session, key = rota.clientKey, path = '/v1/messages', ...body }: Asked = {}) =>
  send(`${rota.url}${path}`, { headers: clientHeaders(key, session), body: messagesBody(body) });

interface Asked {
  readonly session?: string;
  readonly key?: string;
  readonly path?: string;
  readonly stream?: boolean;
  readonly model?: string;
}

const sentence = (answer: SeenAnswer) =>
  (JSON.parse(answer.body.toString()) as { error: { type: string; message: string } }).error;

/** The facts of the request that got this answer; sessions come out hashed. */
async function factsOf(rota: TestCore, answer: SeenAnswer): Promise<RequestFacts> {
  const id = answer.headers['x-rota-request'];
  for (let tries = 0; tries < 100; tries++) {
    const facts = (await rota.requests()).find((request) => request.id === id);
    if (facts) return facts;
  }
  throw new Error(`Nothing is known of ${String(id)}.`);
}

describe('a cap on the requests of an account', () => {
  const slow = { pace: { firstEventMs: 150, betweenEventsMs: 5 } };

  it('is never exceeded, however many come at once, and frees its place when a request ends', async () => {
    const { rota, simulator, idOf } = await house({ a: ', max_concurrent_requests: 2', b: '' }, slow);
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, n) => ask(rota, { stream: n % 2 === 0, session: `s${n}` })),
    );
    expect(answers.map(({ status }) => status)).toEqual(new Array(8).fill(200));
    expect(mostAtOnce(simulator, 'a')).toBe(2);
    expect(simulator.ledger.requests.filter(({ accountId }) => accountId === 'a')).toHaveLength(2);
    expect((await rota.accounts()).map(({ openRequests }) => openRequests)).toEqual([0, 0]);
    const after = await ask(rota);
    expect(after.headers['x-rota-account']).toBe(idOf('a'));
    expect((await rota.accounts())[0]).toMatchObject({ maxConcurrentRequests: 2, state: 'healthy' });
  });

  it('is answered by a short retry where everybody is full, and the request leaves no trace anywhere', async () => {
    const { rota, simulator } = await house({ a: ', max_concurrent_requests: 1' }, slow);
    const [first, second] = await Promise.all([ask(rota), ask(rota)]);
    const [served, refused] = first.status === 200 ? [first, second] : [second, first];
    expect(served.status).toBe(200);
    expect(refused.status).toBe(429);
    expect(refused.headers['retry-after']).toBe('1');
    expect(refused.headers['x-should-retry']).toBeUndefined();
    expect(sentence(refused)).toEqual({
      type: 'rate_limit_error',
      message:
        'No account can serve claude-sonnet-5-5 until one of its requests ends: a has 1 of at most 1 requests in flight.',
    });
    expect(simulator.ledger.requests).toHaveLength(1);
    expect(await factsOf(rota, refused)).toMatchObject({ outcome: 'own-error', attempts: [] });
    expect((await ask(rota)).status).toBe(200);
  });

  it('frees its place when the client goes', async () => {
    const { rota, simulator, idOf } = await house(
      { a: ', max_concurrent_requests: 1' },
      {
        pace: { firstEventMs: 0, betweenEventsMs: 50 },
      },
    );
    await send(`${rota.url}/v1/messages`, {
      headers: clientHeaders(rota.clientKey),
      body: messagesBody({ stream: true }),
      abortAfterBytes: 1,
    });
    const next = await ask(rota);
    expect([next.status, next.headers['x-rota-account']]).toEqual([200, idOf('a')]);
    expect(simulator.ledger.requests[0]?.aborted).toBe(true);
  });
});

function mostAtOnce(simulator: Simulator, account: string): number {
  const times = simulator.ledger.requests
    .filter(({ accountId }) => accountId === account)
    .flatMap(({ at, endedAt }) => [
      { at, change: 1 },
      { at: endedAt!, change: -1 },
    ])
    .sort((x, y) => x.at - y.at || x.change - y.change);
  let now = 0;
  return Math.max(...times.map(({ change }) => (now += change)));
}

describe('hours', () => {
  it('keep an account out, and say until when', async () => {
    const at = new Date(systemClock.now() + 3_600_000);
    const clock = (hours: number) => `${String((at.getHours() + hours) % 24).padStart(2, '0')}:00`;
    const hours = `${clock(1)}-${clock(3)}`;
    const { rota, nameOf } = await house({ a: `, hours: "${hours}"`, b: '' });
    const answer = await ask(rota);
    expect(nameOf(answer)).toBe('b');
    expect((await factsOf(rota, answer)).passedOver).toMatchObject([{ reason: { kind: 'outside-hours' } }]);
    const [account] = await rota.accounts();
    expect(account).toMatchObject({ hours, state: 'cooling-down', reason: { kind: 'outside-hours', hours } });
    expect(account!.cooldownUntil).toBeGreaterThan(systemClock.now());
  });
});

describe('a client key for some of the accounts', () => {
  const bind = async (rota: TestCore, name: string, accounts: readonly string[]) =>
    (await rota.api('/api/keys/create', { method: 'POST', body: { name, accounts } }))['key'] as string;

  it('leads to those accounts on every path, with sessions of its own', async () => {
    const { rota, simulator, nameOf } = await house({ a: '', b: '', c: '' });
    const key = await bind(rota, 'project', ['b', 'c']);
    expect(nameOf(await ask(rota, { session: 's' }))).toBe('a');
    const walled = await ask(rota, { session: 's', key });
    expect(nameOf(walled)).toBe('b');
    expect(await factsOf(rota, walled)).toMatchObject({ keyName: 'project', passedOver: [] });
    expect(await factsOf(rota, await ask(rota))).toMatchObject({ keyName: null });
    for (const path of ['/v1/messages/count_tokens', '/v1/files', '/v1/models']) {
      const before = simulator.ledger.requests.length;
      await ask(rota, { session: 's', key, path });
      expect(
        simulator.ledger.requests.slice(before).map(({ accountId }) => accountId),
        path,
      ).toEqual(['b']);
    }
  });

  it('never falls through to another account, also when all of its own rest or fail', async () => {
    const { rota, simulator } = await house({ a: '', b: '' });
    const key = await bind(rota, 'project', ['b']);
    simulator.faults.inject({ fault: 'internal-error', account: 'b' });
    expect((await ask(rota, { key })).status).toBe(500);
    simulator.faults.inject({ fault: 'five-hour-limit', account: 'b' });
    const spent = await ask(rota, { key });
    expect(spent.status).toBe(429);
    expect(sentence(spent).message).toMatch(/: b has reached its five-hour limit and rests until [^;]+\.$/);
    expect((await ask(rota, { key })).status).toBe(429);
    expect(simulator.ledger.requests.map(({ accountId }) => accountId)).toEqual(['b', 'b']);
    expect((await ask(rota)).status).toBe(200);
  });

  it('is refused with one clear sentence once its accounts are gone, and at once when it is removed', async () => {
    const { rota, simulator, idOf } = await house({ a: '', b: '' });
    const key = await bind(rota, 'project', ['b']);
    await rota.replaceSettings(settingsText(simulator, { a: '' }));
    const nowhere = await ask(rota, { key });
    expect([nowhere.status, nowhere.headers['x-should-retry']]).toEqual([403, 'false']);
    expect(sentence(nowhere).message).toContain('"project" leads to no account');
    await rota.replaceSettings(settingsText(simulator, { a: '', b: '' }));
    expect((await ask(rota, { key })).headers['x-rota-account']).toBe(idOf('b'));
    await rota.api('/api/keys/remove', { method: 'POST', body: { name: 'project' } });
    const removed = await ask(rota, { key });
    expect([removed.status, removed.headers['x-should-retry']]).toEqual([401, 'false']);
    expect(simulator.ledger.requests).toHaveLength(1);
  });

  it('has a value of its own that can be replaced, while others stay', async () => {
    const { rota, nameOf } = await house({ a: '', b: '' });
    const [project, other] = [await bind(rota, 'project', ['b']), await bind(rota, 'other', ['a'])];
    const body = { which: 'client', name: 'project' };
    const renewed = (await rota.api('/api/keys/rotate', { method: 'POST', body }))['key'] as string;
    expect((await ask(rota, { key: project })).status).toBe(401);
    expect(nameOf(await ask(rota, { key: renewed }))).toBe('b');
    expect(nameOf(await ask(rota, { key: other }))).toBe('a');
    expect(nameOf(await ask(rota))).toBe('a');
    expect(await bind(rota, 'PROJECT', ['a'])).toBe(renewed);
    expect(nameOf(await ask(rota, { key: renewed }))).toBe('a');
  });
});

describe('the facts of a request', () => {
  it('say that it waited for its cache, and how long', async () => {
    const { rota, simulator, idOf } = await house({ a: '', b: '' });
    await ask(rota, { session: 's' });
    simulator.faults.inject({ fault: throttledFor(0.05), account: 'a' });
    const answer = await ask(rota, { session: 's' });
    const facts = await factsOf(rota, answer);
    expect(facts.attempts.map(({ accountId, reason, outcome }) => [accountId, reason, outcome])).toEqual([
      [idOf('a'), { kind: 'session-affinity' }, 'throttled'],
      [idOf('a'), { kind: 'waited-for-cache', waitedMs: 50 }, 'succeeded'],
    ]);
    expect(facts.addedMs).toBeGreaterThanOrEqual(45);
  });

  it('tell what Rota added from what the upstream took, and under which name it was asked', async () => {
    const route = 'model_routes: { "*sonnet*": [ { provider: a, model: vendor-name } ] }\n';
    const { rota } = await house(
      { a: '', b: '' },
      { pace: { firstEventMs: 300, betweenEventsMs: 0 } },
      route,
    );
    const facts = await factsOf(rota, await ask(rota, { stream: true }));
    expect(facts).toMatchObject({
      model: 'claude-sonnet-5-5',
      modelServed: 'vendor-name',
      route: '*sonnet*',
    });
    expect(facts.firstByteMs).toBeGreaterThanOrEqual(290);
    expect(facts.addedMs).toBeGreaterThan(0);
    expect(facts.addedMs).toBeLessThan(150);
    const unrouted = await factsOf(rota, await ask(rota, { model: 'claude-haiku-5-5' }));
    expect(unrouted).toMatchObject({
      model: 'claude-haiku-5-5',
      modelServed: 'claude-haiku-5-5',
      route: null,
    });
  });
});
