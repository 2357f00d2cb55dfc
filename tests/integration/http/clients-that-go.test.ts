/** Clients that say nothing more, or are gone: on connections that the port reads, and the same on Node's server. */
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import {
  answer,
  begin,
  type Door,
  type DoorClient,
  DoorRig,
  echo,
  said,
  turn,
  WAYS,
  type Way,
} from '../../support/door-rig.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { until } from '../../support/socket-server.ts';

const rig = new DoorRig();
afterEach(() => rig.close());

const MANY = 8_000_000;

/** A port whose proxy waits for the test, and what is heard of its exchanges' ends. */
async function waiting(): Promise<{ door: Door; gone: string[]; bodies: unknown[] }> {
  const gone: string[] = [];
  const bodies: unknown[] = [];
  const door = await rig.open(async (client) => {
    client.onGone(() => gone.push(client.target));
    const body = await client.readBody(1_000);
    bodies.push(typeof body === 'string' ? body : Buffer.concat([...body.chunks]).toString());
  });
  return { door, gone, bodies };
}

/** True once nothing is left of the first connection. */
const closed = (door: Door) => door.sockets[0]!.destroyed;
const reset = (client: DoorClient) => void client.socket.resetAndDestroy();
const destroy = (client: DoorClient) => void client.socket.destroy();
const leaves: [string, typeof reset][] = [
  ['is reset', reset],
  ['is closed', destroy],
];

describe.each(WAYS)('a client by way of "%s"', (way) => {
  it.each(leaves)('that %s in the middle of its body is gone once, and so is the body', async (_, leave) => {
    const { door, gone, bodies } = await waiting();
    const client = rig.client(door);
    client.send(door.request(way, 'POST /v1/body', 'body').subarray(0, -1));
    await until(() => door.asked.length === 1);
    await turn();
    expect(bodies).toEqual([]);
    leave(client);
    await until(() => gone.length > 0 && bodies.length > 0);
    await turn();
    expect([gone, bodies]).toEqual([['/v1/body'], ['aborted']]);
    expect([door.asked[0]!.client.isGone, closed(door)]).toEqual([true, true]);
  });

  it.each(leaves)('that %s while it waits for its answer is gone once', async (_, leave) => {
    const { door, gone, bodies } = await waiting();
    const client = rig.client(door);
    // Another request behind it does not hide that.
    client.send(Buffer.concat([1, 2].map((i) => door.request(way, `POST /v1/${i}`, 'body'))));
    await until(() => bodies.length > 0);
    expect(door.asked[0]!.client.isGone).toBe(false);
    leave(client);
    await until(() => gone.length > 0 && closed(door));
    await turn();
    expect(gone.filter((target) => target === '/v1/1')).toHaveLength(1);
    const { client: exchange } = door.asked[0]!;
    expect(exchange.isGone).toBe(true);
    // What is written afterwards goes nowhere, and nobody is troubled by it.
    begin(exchange, null);
    exchange.flushHead();
    await new Promise<void>((resolve) => exchange.write([Buffer.from('late')], resolve));
    exchange.end([Buffer.from('late')]);
    exchange.destroy();
    await turn();
    expect(gone.filter((target) => target === '/v1/1')).toHaveLength(1);
  });

  it.each(leaves)(
    'that %s in the middle of its answer is gone once, and no drain comes',
    async (_, leave) => {
      const { door, gone, bodies } = await waiting();
      const client = rig.client(door);
      client.send(door.request(way, 'POST /v1/answer'));
      await until(() => bodies.length === 1);
      const { client: exchange } = door.asked[0]!;
      let drains = 0;
      begin(exchange, MANY * 2);
      exchange.onDrain(() => drains++);
      client.socket.once('data', () => client.socket.pause());
      expect(exchange.write([Buffer.alloc(MANY)]).hasRoom).toBe(false);
      await until(() => client.arrived > 0);
      expect(gone).toEqual([]);
      leave(client);
      await until(() => gone.length > 0);
      await turn();
      expect([gone, drains, exchange.isGone]).toEqual([['/v1/answer'], 0, true]);
      client.take();
    },
  );

  it.each(leaves)('that %s after its answer is not gone', async (_, leave) => {
    const { door, gone } = await waiting();
    const client = rig.client(door);
    for (let i = 0; i < 3; i++) {
      client.send(door.request(way, `POST /v1/${i}`, 'body'));
      await until(() => door.asked.length === i + 1);
      await turn();
      answer(door.asked[i]!.client, 'whole');
      await client.answers('POST');
    }
    leave(client);
    await until(() => closed(door));
    await turn();
    expect(gone).toEqual([]);
  });

  it.each(leaves)('that %s after an answer that came before its body is not gone', async (_, leave) => {
    const door = await rig.open((client) => {
      client.onGone(() => gone++);
      client.dropBody();
      answer(client, 'early');
    });
    let gone = 0;
    const client = rig.client(door);
    client.send(door.request(way, 'POST /v1/early', 'body').subarray(0, -1));
    expect((await client.answers('POST'))[0]!.body.toString()).toBe('early');
    leave(client);
    await until(() => closed(door));
    await turn();
    expect(gone).toBe(0);
  });

  it('that went is known to be gone to those who ask later', async () => {
    const door = await rig.open(() => {});
    const client = rig.client(door);
    client.send(door.request(way, 'POST /v1/late', 'body').subarray(0, -1));
    await until(() => door.asked.length === 1);
    reset(client);
    await until(() => door.asked[0]!.client.isGone);
    expect(door.asked[0]!.client.hasBegun).toBe(false);
  });

  it('that says nothing more gets what is answered at once, and then the end', async () => {
    const door = await rig.open((client) => answer(client, 'at once'));
    const client = rig.client(door);
    client.socket.end(door.request(way, 'POST /v1/half', 'body'));
    expect((await client.answers('POST'))[0]!.body.toString()).toBe('at once');
    await until(() => client.isClosed && closed(door));
  });

  it('that says nothing more while it waits is taken for gone', async () => {
    const { door, gone, bodies } = await waiting();
    const client = rig.client(door);
    client.send(door.request(way, 'POST /v1/half', 'body'));
    await until(() => bodies.length === 1);
    client.socket.end();
    await until(() => client.isClosed && gone.length > 0);
    expect([gone, client.arrived, closed(door)]).toEqual([['/v1/half'], 0, true]);
  });

  it('that says nothing more in the middle of its body, or between requests, is let go', async () => {
    const { door, gone, bodies } = await waiting();
    const client = rig.client(door);
    client.socket.end(door.request(way, 'POST /v1/half', 'body').subarray(0, -1));
    await until(() => client.isClosed && gone.length > 0 && bodies.length > 0);
    expect([gone, bodies]).toEqual([['/v1/half'], ['aborted']]);
    // Node says 400 to a message without its end; nobody is there to read it.
    client.take();
    const idle = rig.client(door);
    idle.send(door.request(way, 'POST /v1/idle'));
    await until(() => door.asked.length === 2);
    answer(door.asked[1]!.client, 'whole');
    await idle.answers('POST');
    idle.socket.end();
    await until(() => idle.isClosed && door.sockets.every((socket) => socket.destroyed));
    expect(gone).toEqual(['/v1/half']);
  });

  it('that reads the rest of an answer after its last word gets that rest', async () => {
    const { door, gone, bodies } = await waiting();
    const client = rig.client(door);
    client.socket.pause();
    client.send(door.request(way, 'POST /v1/half', 'body'));
    await until(() => bodies.length === 1);
    const { client: exchange } = door.asked[0]!;
    begin(exchange, MANY);
    exchange.end([Buffer.alloc(MANY, 'x')]);
    client.socket.end();
    await once(door.sockets[0]!, 'end');
    await turn();
    client.socket.resume();
    expect((await client.answers('POST'))[0]!.body.equals(Buffer.alloc(MANY, 'x'))).toBe(true);
    await until(() => client.isClosed && closed(door));
    expect(gone).toEqual([]);
  });
});

describe('connections of clients that have gone', () => {
  it('leave nothing behind, however many they were and wherever they broke off', async () => {
    const clock = new ManualClock();
    const door = await rig.open(echo, { clock });
    const keeps = rig.client(door);
    await keeps.ask(door.request('plain', 'POST /v1/keeps'));
    const messages = [
      Buffer.alloc(0),
      ...(['plain', 'node'] as Way[]).flatMap((way) => {
        const whole = door.request(way, 'POST /v1/messages', 'body');
        return [whole, whole.subarray(0, -2), whole.subarray(0, 30), Buffer.concat([whole, whole, whole])];
      }),
    ];
    for (let from = 0; from < 2_000; from += 100) {
      const clients = Array.from({ length: 100 }, () => rig.client(door));
      for (const [i, client] of clients.entries()) client.send(messages[(from + i) % messages.length]!);
      await until(() => door.sockets.length === from + 101);
      for (const [i, client] of clients.entries()) (i % 2 ? reset : destroy)(client);
      await until(() => door.sockets.slice(from + 1).every((socket) => socket.destroyed));
      for (const client of clients) client.take();
    }
    await turn();
    for (const socket of door.sockets.slice(1)) {
      for (const event of ['data', 'drain', 'timeout']) expect(socket.listenerCount(event)).toBeLessThan(2);
    }
    expect((await keeps.ask(door.request('plain', 'POST /v1/keeps', 'x'))).body.toString()).toBe(
      said('POST', '/v1/keeps', 'x'),
    );
    door.server.stopListening();
    await until(() => keeps.isClosed);
    await turn();
    // The port's own reader looks at its connections as long as it has one.
    expect(clock.pendingTimers).toBe(1);
    clock.advance(10_000);
    expect(clock.pendingTimers).toBe(0);
    // Resolves when Node has none left.
    await door.server.close();
  });
});
