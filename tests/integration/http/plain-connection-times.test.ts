/** How long connections live that the port reads itself, and how they end with it. */
import type { Server, Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { ClientExchange } from '../../../src-main/core/gateway/client-exchange.ts';
import { LIMITS } from '../../../src-main/core/http/server.ts';
import {
  answer,
  begin,
  type Door,
  type DoorClient,
  DoorRig,
  said,
  turn,
  WAYS,
} from '../../support/door-rig.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { until } from '../../support/socket-server.ts';

const rig = new DoorRig();
afterEach(() => rig.close());

/** More than the system keeps for a client that does not read. */
const MANY = 8_000_000;
/** Connections are looked at this often. */
const CHECK_MS = 10_000;
const { headersTimeoutMs, keepAliveMs, requestTimeoutMs } = LIMITS;

/** A port by a clock that stands still, whose proxy answers when the test says so. */
async function timed(): Promise<{
  clock: ManualClock;
  door: Door;
  client: DoorClient;
  playing: ClientExchange[];
}> {
  const clock = new ManualClock();
  const playing: ClientExchange[] = [];
  const door = await rig.open((client) => playing.push(client), { clock });
  const client = await connected(door);
  return { clock, door, client, playing };
}

async function connected(door: Door): Promise<DoorClient> {
  const client = rig.client(door);
  const count = door.sockets.length;
  await until(() => door.sockets.length > count);
  return client;
}

/** True where the server has let the connection live. */
async function lives(door: Door): Promise<boolean> {
  await turn();
  const socket = door.sockets.at(-1)!;
  return !socket.destroyed && !socket.writableEnded;
}

describe('a connection', () => {
  it('without a first request is closed after the time for a head, and not before', async () => {
    const { clock, door, client } = await timed();
    clock.advance(headersTimeoutMs);
    expect(await lives(door)).toBe(true);
    clock.advance(CHECK_MS);
    await until(() => client.isClosed);
    expect(client.arrived).toBe(0);
  });

  it('that is idle between two requests is closed after the keep-alive time, and not before', async () => {
    const { clock, door, client, playing } = await timed();
    for (let i = 0; i < 4; i++) {
      client.send(door.request('plain', 'POST /v1/messages', 'body'));
      await until(() => playing.length === i + 1);
      // A slow answer does not count as idleness.
      clock.advance(4 * keepAliveMs);
      answer(playing[i]!, 'done');
      expect((await client.answers('POST'))[0]!.status).toBe(200);
      clock.advance(keepAliveMs);
      expect(await lives(door)).toBe(true);
    }
    clock.advance(CHECK_MS);
    await until(() => client.isClosed);
    expect(client.arrived).toBe(0);
  });

  it('whose body does not come gets 408 and is closed', async () => {
    const { clock, door, client, playing } = await timed();
    const bodies: unknown[] = [];
    let gone = 0;
    client.send(door.request('plain', 'POST /v1/messages', 'body').subarray(0, -1));
    await until(() => playing.length === 1);
    playing[0]!.onGone(() => gone++);
    Promise.resolve(playing[0]!.readBody(100)).then((body) => bodies.push(body));
    clock.advance(requestTimeoutMs);
    expect(await lives(door)).toBe(true);
    clock.advance(CHECK_MS);
    const [late] = await client.answers('POST');
    expect([late!.status, late!.headers]).toEqual([408, { connection: 'close', 'content-length': '0' }]);
    await until(() => client.isClosed);
    await until(() => bodies.length > 0);
    expect([bodies, gone]).toEqual([['aborted'], 1]);
  });

  it('that is not closed by its client after 408 is cut off at the next look', async () => {
    const { clock, door, client, playing } = await timed();
    client.isPolite = false;
    client.send(door.request('plain', 'POST /v1/messages', 'body').subarray(0, -1));
    await until(() => playing.length === 1);
    clock.advance(requestTimeoutMs + CHECK_MS);
    expect((await client.answers('POST'))[0]!.status).toBe(408);
    await until(() => client.hasEnded);
    expect(door.sockets[0]!.destroyed).toBe(false);
    clock.advance(CHECK_MS);
    expect(door.sockets[0]!.destroyed).toBe(true);
  });

  it('whose body does not come is cut off where an answer has begun, and gets no other', async () => {
    for (const isWhole of [false, true]) {
      const { clock, door, client, playing } = await timed();
      client.send(door.request('plain', 'POST /v1/messages', 'body').subarray(0, -1));
      await until(() => playing.length === 1);
      if (isWhole) {
        answer(playing[0]!, 'early');
        expect((await client.answers('POST'))[0]!.body.toString()).toBe('early');
      } else {
        begin(playing[0]!, null);
        playing[0]!.flushHead();
        await until(() => client.arrived > 0);
        client.take();
      }
      clock.advance(requestTimeoutMs);
      expect(await lives(door)).toBe(true);
      clock.advance(CHECK_MS);
      await until(() => client.isClosed);
      expect(client.arrived).toBe(0);
    }
  });

  it('is not closed however long its answer takes', async () => {
    const { clock, door, client, playing } = await timed();
    client.send(door.request('plain', 'POST /v1/messages', 'body'));
    await until(() => playing.length === 1);
    clock.advance(24 * 3_600_000);
    begin(playing[0]!, 4);
    playing[0]!.write([Buffer.from('la')]);
    clock.advance(24 * 3_600_000);
    expect(await lives(door)).toBe(true);
    playing[0]!.end([Buffer.from('te')]);
    expect((await client.answers('POST'))[0]!.body.toString()).toBe('late');
  });

  it('whose client does not read its answer lives for as long as a request may take', async () => {
    const { clock, door, client, playing } = await timed();
    client.socket.pause();
    client.send(door.request('plain', 'POST /v1/messages', 'body'));
    await until(() => playing.length === 1);
    answer(playing[0]!, Buffer.alloc(MANY));
    await turn();
    clock.advance(requestTimeoutMs);
    expect(await lives(door)).toBe(true);
    clock.advance(CHECK_MS);
    await until(() => door.sockets[0]!.destroyed);
    client.socket.resume();
    await until(() => client.isClosed);
    expect(client.take().length).toBeLessThan(MANY);
  });

  it('is looked at as long as there is one, by one timer', async () => {
    const { clock, door, client } = await timed();
    const others = [await connected(door), await connected(door), await connected(door)];
    expect(clock.pendingTimers).toBe(1);
    client.socket.destroy();
    for (const other of others) other.socket.destroy();
    await until(() => door.sockets.every((socket) => socket.destroyed));
    await turn();
    clock.advance(CHECK_MS);
    expect(clock.pendingTimers).toBe(0);
    const last = await connected(door);
    clock.advance(headersTimeoutMs + CHECK_MS);
    await until(() => last.isClosed);
  });

  it('is no longer looked at when Node has it', async () => {
    const { clock, door, client } = await timed();
    const bytes = door.request('plain', 'POST /v1/messages', 'body');
    client.send(bytes.subarray(0, 20));
    await until(() => door.sockets[0]!.listenerCount('data') > 0 && door.sockets[0]!.bytesRead === 20);
    clock.advance(24 * 3_600_000);
    expect(clock.pendingTimers).toBe(0);
    expect(await lives(door)).toBe(true);
    client.send(bytes.subarray(20));
    await until(() => door.asked.length === 1);
    expect(door.ways).toEqual(['node']);
    answer(door.asked[0]!.client, 'whole');
    expect((await client.answers('POST'))[0]!.body.toString()).toBe('whole');
  });
});

describe('the port', () => {
  /** One connection that is idle after a request, one that is answered, and one whose body comes; by each way. */
  async function busy(door: Door, way: (typeof WAYS)[number]) {
    const [idle, answered, sending] = [rig.client(door), rig.client(door), rig.client(door)];
    idle.send(door.request(way, 'POST /v1/idle'));
    await until(() => door.asked.length % 3 === 1);
    answer(door.asked.at(-1)!.client, 'idle');
    await idle.answers('POST');
    answered.send(door.request(way, 'POST /v1/answered'));
    await until(() => door.asked.length % 3 === 2);
    sending.send(door.request(way, 'POST /v1/sending', 'body').subarray(0, -2));
    await until(() => door.asked.length % 3 === 0);
    return { idle, answered, sending };
  }

  it.each(WAYS)('stops listening, lets idle connections go and busy ones finish (%s)', async (way) => {
    const door = await rig.open(() => {});
    const silent = await connected(door);
    const { idle, answered, sending } = await busy(door, way);
    door.server.stopListening();
    await until(() => idle.isClosed && silent.isClosed);
    await turn();
    expect([answered.isClosed, sending.isClosed]).toEqual([false, false]);
    const late = rig.client(door);
    await until(() => late.isClosed);
    sending.send('dy');
    const body = await door.asked[2]!.client.readBody(100);
    expect(typeof body === 'string' ? body : Buffer.concat([...body.chunks]).toString()).toBe('body');
    for (const [i, client] of [answered, sending].entries()) {
      answer(door.asked[i + 1]!.client, said('POST', 'late'));
      expect((await client.answers('POST'))[0]!.body.toString()).toBe(said('POST', 'late'));
    }
    expect(door.sockets).toHaveLength(4);
  });

  it('stops listening without cutting an answer short that is still on its way', async () => {
    const door = await rig.open((client) => answer(client, Buffer.alloc(MANY)));
    const client = rig.client(door);
    client.socket.pause();
    client.send(door.request('plain', 'POST /v1/large'));
    await until(() => door.asked.length === 1);
    await turn();
    door.server.stopListening();
    await turn();
    client.socket.resume();
    expect((await client.answers('POST'))[0]!.body).toHaveLength(MANY);
  });

  it('closes with all its connections, whatever is on them', async () => {
    const door = await rig.open(() => {});
    const clients: DoorClient[] = [await connected(door)];
    let gone = 0;
    for (const way of WAYS) clients.push(...Object.values(await busy(door, way)));
    for (const { client } of door.asked) client.onGone(() => gone++);
    // In the middle of an answer that nobody reads, and with a second request behind it.
    const reading = rig.client(door);
    reading.socket.pause();
    reading.send(Buffer.concat([1, 2].map((i) => door.request('plain', `POST /v1/${i}`))));
    await until(() => door.asked.length === 7);
    const { client } = door.asked[6]!;
    begin(client, null);
    client.write([Buffer.alloc(MANY)]);
    client.onGone(() => gone++);
    await door.server.close();
    expect(door.sockets.every((socket) => socket.destroyed)).toBe(true);
    await until(() => gone >= 5);
    await turn();
    expect([gone, door.asked.length]).toEqual([5, 7]);
    reading.socket.resume();
    await until(() => [...clients, reading].every(({ isClosed }) => isClosed));
    reading.take();
  });

  it('takes no more connections than it may have, whoever reads them', async () => {
    const door = await rig.open((client) => answer(client, ''));
    const first = await connected(door);
    const server = (door.sockets[0] as Socket & { server: Server }).server;
    expect(server.maxConnections).toBe(LIMITS.maxConnections);
    server.maxConnections = 3;
    const [second, third] = [rig.client(door), rig.client(door)];
    await second.ask(door.request('plain', 'POST /v1/second'));
    await third.ask(door.request('node', 'POST /v1/third'));
    const fourth = rig.client(door);
    await until(() => fourth.isClosed);
    // One that goes makes room for another.
    for (const going of [first, second, third]) {
      going.socket.destroy();
      await until(() => door.sockets.filter((socket) => !socket.destroyed).length === 2);
      await turn();
      const next = rig.client(door);
      expect((await next.ask(door.request('plain', 'POST /v1/next'))).status).toBe(200);
    }
  });
});
