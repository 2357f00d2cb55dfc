import { describe, expect, it } from 'vitest';
import { createClient } from '../../../src-shared/contract/client.ts';
import {
  createHttpTransport,
  type FetchAnswer,
  type FetchInit,
} from '../../../src-shared/contract/http-transport.ts';
import type { Snapshot } from '../../../src-shared/model/snapshot.ts';
import { ManualClock } from '../../support/manual-clock.ts';

interface Call extends FetchInit {
  readonly url: string;
}

const snapshot = (revision: number): Snapshot => ({
  revision,
  version: '1.0.0',
  now: 0,
  baseUrl: 'http://127.0.0.1:1',
  gateway: 'serving',
  simulated: false,
  readOnlyFile: null,
  accounts: [],
  strategy: 'priority',
  notices: [],
  openRequests: 0,
  finishedRequests: 0,
  pendingLogins: [],
});

const event = (revision: number) => `event: snapshot\ndata: ${JSON.stringify(snapshot(revision))}\n\n`;

/** Another end that answers with what the test hands out, in order. */
function scriptedTransport(
  answers: (() => FetchAnswer | Promise<FetchAnswer>)[],
  language: string | null = null,
) {
  const calls: Call[] = [];
  const clock = new ManualClock();
  const transport = createHttpTransport({
    baseUrl: 'http://rota',
    token: () => 'secret-token',
    language,
    after: (delayMs, fn) => clock.after(delayMs, fn),
    fetch: async (url, init) => {
      calls.push({ url, ...init });
      const answer = answers.shift();
      if (answer === undefined) throw new Error('refused');
      return answer();
    },
  });
  return { client: createClient(transport), calls, clock };
}

function answer(status: number, text: string, body: ReadableStream<Uint8Array> | null = null): FetchAnswer {
  return { ok: status < 400, status, body, text: async () => text };
}

function streamed(text: string): FetchAnswer {
  return answer(200, '', new Response(text).body);
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('a call over HTTP', () => {
  it('sends a query as GET with its input in the address', async () => {
    const { client, calls } = scriptedTransport([() => answer(200, '{"requests":[]}')], 'zh-CN');
    const reply = await client.query('requests.recent', { limit: 5 });
    expect(reply).toEqual({ ok: true, value: { requests: [] } });
    expect(calls[0]).toMatchObject({ method: 'GET', url: 'http://rota/api/requests?limit=5' });
    expect(calls[0]?.headers).toMatchObject({
      authorization: 'Bearer secret-token',
      'accept-language': 'zh-CN',
    });
  });

  it('leaves out what is undefined', async () => {
    const { client, calls } = scriptedTransport([() => answer(200, '{}')]);
    await client.query('routes.explain', { model: 'opus & co', session: undefined });
    expect(calls[0]?.url).toBe('http://rota/api/routes/explain?model=opus+%26+co');
  });

  it('sends a command as POST with JSON', async () => {
    const { client, calls } = scriptedTransport([() => answer(200, '{}')]);
    await client.command('accounts.rename', { account: 'a', name: 'b' });
    expect(calls[0]).toMatchObject({ method: 'POST', url: 'http://rota/api/accounts/rename' });
    expect(calls[0]?.headers['content-type']).toBe('application/json');
    expect(JSON.parse(calls[0]?.body ?? '')).toEqual({ account: 'a', name: 'b' });
  });

  it('gives Rota’s own errors on', async () => {
    const body = '{"error":{"code":"account_unknown","message":"No."}}';
    const { client } = scriptedTransport([() => answer(404, body)]);
    const reply = await client.command('accounts.refresh', { account: 'x' });
    expect(reply).toEqual({ ok: false, error: { code: 'account_unknown', message: 'No.' } });
  });

  it('tells an answer that is not Rota’s from no answer at all', async () => {
    const { client } = scriptedTransport([() => answer(502, '<html>'), () => answer(200, 'not json')]);
    expect(await client.query('snapshot.get')).toMatchObject({ error: { code: 'invalid_answer' } });
    expect(await client.query('snapshot.get')).toMatchObject({ error: { code: 'invalid_answer' } });
    expect(await client.query('snapshot.get')).toMatchObject({ error: { code: 'unreachable' } });
  });
});

describe('a subscription over HTTP', () => {
  it('brings every snapshot of the stream', async () => {
    const { client, calls } = scriptedTransport([() => streamed(`: alive\n\n${event(1)}${event(2)}`)]);
    const revisions: number[] = [];
    using _subscription = client.subscribe({ onSnapshot: ({ revision }) => revisions.push(revision) });
    await settle();
    expect(revisions).toEqual([1, 2]);
    expect(calls[0]).toMatchObject({ url: 'http://rota/api/events', method: 'GET' });
    expect(calls[0]?.headers['accept']).toBe('text/event-stream');
  });

  it('opens the stream again after a break, later each time, and soon again once it stood', async () => {
    const { client, calls, clock } = scriptedTransport([
      () => answer(401, '{}'),
      () => Promise.reject(new Error('refused')),
      () => streamed(event(7)),
    ]);
    const states: string[] = [];
    const revisions: number[] = [];
    using _subscription = client.subscribe({
      onSnapshot: ({ revision }) => revisions.push(revision),
      onConnection: (state) => states.push(state),
    });
    await settle();
    await clock.advanceAsync(499);
    expect(calls).toHaveLength(1);
    await clock.advanceAsync(1);
    expect(calls).toHaveLength(2);
    await clock.advanceAsync(999);
    expect(calls).toHaveLength(2);
    await clock.advanceAsync(1);
    expect(revisions).toEqual([7]);
    expect(states).toEqual(['lost', 'lost', 'connected', 'lost']);
    await clock.advanceAsync(500);
    expect(calls).toHaveLength(4);
  });

  it('stops for good when it is disposed', async () => {
    const { client, calls, clock } = scriptedTransport([]);
    const subscription = client.subscribe({ onSnapshot() {} });
    await settle();
    subscription[Symbol.dispose]();
    expect(clock.pendingTimers).toBe(0);
    expect(calls[0]?.signal?.aborted).toBe(true);
    await clock.advanceAsync(60_000);
    expect(calls).toHaveLength(1);
  });
});
