import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEventBus } from '../../../src-main/core/events/event-bus.ts';
import { systemClock } from '../../../src-main/core/lib/clock.ts';
import { bindContract, type OnRevoked } from '../../../src-main/core/management/http-binding.ts';
import { SnapshotFeed } from '../../../src-main/core/management/snapshot-feed.ts';
import { EVENTUALLY } from '../../contract/eventually.ts';

/** The real feed behind a real server, with a count of who listens. */
function openEvents() {
  const feed = new SnapshotFeed({
    bus: createEventBus(() => {}),
    clock: systemClock,
    read: () => ({
      version: '1.0.0',
      baseUrl: '',
      gateway: 'serving',
      simulated: false,
      readOnlyFile: null,
      accounts: [],
      strategy: 'priority',
      notices: [],
      openRequests: 0,
      pendingLogins: [],
    }),
  });
  let listening = 0;
  const counted: Pick<SnapshotFeed, 'subscribe' | 'isClosed'> = {
    get isClosed() {
      return feed.isClosed;
    },
    subscribe(subscriber) {
      listening += 1;
      const subscription = feed.subscribe(subscriber);
      return {
        [Symbol.dispose]() {
          listening -= 1;
          subscription[Symbol.dispose]();
        },
      };
    },
  };
  let revoke = () => {};
  const onRevoked: OnRevoked = (_headers, end) => {
    revoke = end;
    return {
      [Symbol.dispose]() {
        revoke = () => {};
      },
    };
  };
  const app = new Hono();
  const dispatch = async () => ({ ok: true, value: {} }) as const;
  bindContract(app, { version: '1.0.0', dispatch, feed: counted, clock: systemClock, onRevoked });
  const server = createServer(getRequestListener(app.fetch));
  return { feed, server, listening: () => listening, revoke: () => revoke() };
}

describe('connections to the event stream', () => {
  const { feed, server, listening, revoke } = openEvents();
  let url = '';

  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/events`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('let go of the feed when their client leaves', async () => {
    const aborter = new AbortController();
    const response = await fetch(url, { signal: aborter.signal });
    const reader = response.body?.getReader();
    await reader?.read();
    expect(listening()).toBe(1);
    aborter.abort();
    await expect.poll(listening, EVENTUALLY).toBe(0);
  });

  it('end when their key does, and let go of the feed', async () => {
    const response = await fetch(url);
    const reader = response.body!.getReader();
    await reader.read();
    expect(listening()).toBe(1);
    revoke();
    expect(await reader.read()).toMatchObject({ done: true });
    expect(listening()).toBe(0);
  });

  it('are not opened by HEAD', async () => {
    const response = await fetch(url, { method: 'HEAD' });
    expect(response.status).toBe(200);
    expect(listening()).toBe(0);
  });

  it('are refused with a retry-after once Rota is shutting down', async () => {
    feed.close();
    const response = await fetch(url);
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('1');
    expect(await response.json()).toMatchObject({ error: { code: 'shutting_down' } });
  });
});
