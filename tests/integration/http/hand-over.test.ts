/** Connections that go from the port's own reader to Node's server: nothing is lost on the way, and nothing stays behind. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { LIMITS } from '../../../src-main/core/http/server.ts';
import { answer, begin, type Door, DoorRig, echo, said, turn } from '../../support/door-rig.ts';
import { SeededRandom } from '../../support/seeded-random.ts';
import { until } from '../../support/socket-server.ts';

/** Node's own time limits can be shortened, so that they are seen at work. */
const shortened = vi.hoisted(() => ({ options: {} }));
vi.mock('node:http', async (original) => {
  const http = await original<typeof import('node:http')>();
  return {
    ...http,
    createServer: (options: object, ...rest: []) =>
      http.createServer({ ...options, ...shortened.options }, ...rest),
  };
});

const rig = new DoorRig();
afterEach(() => {
  shortened.options = {};
  return rig.close();
});

const random = new SeededRandom('hand-over');
const large = Buffer.from(random.bytes(1_000_000));
/** More than the system keeps for a client that does not read. */
const MANY = 8_000_000;
/** How many plain requests went before, and were answered. */
const BEFORE = [0, 1, 3];

async function comeTo(count: number, door: Door) {
  const client = rig.client(door);
  for (let i = 0; i < count; i++) {
    expect((await client.ask(door.request('plain', 'POST /v1/before', 'x'))).status).toBe(200);
  }
  expect(door.ways).toEqual(Array(count).fill('plain'));
  return client;
}

/** True once Node has the first connection: nobody else listens for its timeouts. */
const isOfNode = (door: Door) => (door.sockets[0]?.listenerCount('timeout') ?? 0) > 0;

/** `bytes` in pieces of random lengths. */
function* cut(bytes: Buffer, most: number): Generator<Buffer> {
  for (let at = 0; at < bytes.length; ) {
    const length = 1 + Math.floor(random.fraction() * most);
    yield bytes.subarray(at, at + length);
    at += length;
  }
}

describe.each(BEFORE)('after %i plain requests', (count) => {
  it('a request for Node comes over with all that was sent with it', async () => {
    const door = await rig.open();
    const client = await comeTo(count, door);
    const bodies = [large, large.subarray(0, 10), large.subarray(10, 70_000)];
    client.send(Buffer.concat(bodies.map((body, i) => door.request('node', `POST /v1/${i}`, body))));
    const got = await client.answers('POST', 'POST', 'POST');
    expect(got.map(({ body }) => body.toString())).toEqual(
      bodies.map((body, i) => said('POST', `/v1/${i}`, body)),
    );
    expect(door.ways.slice(count)).toEqual(['node', 'node', 'node']);
    expect(door.sockets).toHaveLength(1);
  });

  it('a head that comes in parts is read by Node, and the requests behind it', async () => {
    for (const most of [3, 40, 400]) {
      const door = await rig.open();
      const client = await comeTo(count, door);
      const bodies = ['one', 'x'.repeat(500), '', 'four'];
      const bytes = bodies.map((body, i) => door.request('plain', `POST /v1/${i}`, body));
      // The first read ends within the head.
      client.send(bytes[0]!.subarray(0, 50));
      await until(() => isOfNode(door));
      await client.sendApart(cut(Buffer.concat([bytes[0]!.subarray(50), ...bytes.slice(1)]), most));
      const got = await client.answers(...bodies.map(() => 'POST'));
      expect(got.map(({ body }) => body.toString())).toEqual(
        bodies.map((body, i) => said('POST', `/v1/${i}`, body)),
      );
      expect(door.ways.slice(count)).toEqual(Array(4).fill('node'));
    }
  });

  it.each([
    ['HEAD', 'HEAD /v1/models', 'node'],
    ['DELETE', 'DELETE /v1/files/1', 'node'],
    ['a chunked body', '', 'node'],
    ['an expectation', 'POST /v1/expecting', 'node'],
    ['the end of the connection', 'POST /v1/closing', 'node'],
  ])('%s is spoken as Node speaks it', async (what, line, way) => {
    const door = await rig.open();
    const client = await comeTo(count, door);
    const headers = { expect: '100-continue' };
    if (what === 'a chunked body') {
      const got = await client.ask(door.chunked('/v1/c', ['one', 'two']));
      expect(got.body.toString()).toBe(said('POST', '/v1/c', 'onetwo'));
    } else if (what === 'an expectation') {
      const bytes = door.request('plain', line, 'body', headers);
      client.send(bytes.subarray(0, -4));
      await until(() => client.arrived === 25);
      expect(client.take().toString()).toBe('HTTP/1.1 100 Continue\r\n\r\n');
      const got = await client.ask('body');
      expect(got.body.toString()).toBe(said('POST', '/v1/expecting', 'body'));
    } else if (what === 'the end of the connection') {
      const got = await client.ask(door.request('plain', line, 'body', { connection: 'close' }));
      expect([got.headers['connection'], got.body.toString()]).toEqual([
        'close',
        said('POST', '/v1/closing', 'body'),
      ]);
      await until(() => client.isClosed);
    } else {
      const method = line.split(' ')[0]!;
      const got = await client.ask(door.request('plain', line), method);
      expect([got.status, got.framing]).toEqual([200, method === 'HEAD' ? 'none' : 'length']);
    }
    expect(door.ways.slice(count)).toEqual([way]);
  });

  it.each([
    ['nothing of HTTP', 'SSH-2.0-OpenSSH_9.9\r\n'],
    ['a TLS hello', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
    ['NULs', '\0'.repeat(64)],
    ['another version', 'GET /v1/models HTTP/9.9\r\nhost: x\r\n\r\n'],
    ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['bare LF', 'GET /v1/models HTTP/1.1\nhost: x\n\n'],
    ['a space before a colon', 'GET /v1/models HTTP/1.1\r\nhost : x\r\n\r\n'],
    ['a NUL in a header', 'GET /v1/models HTTP/1.1\r\nhost: x\r\na: \0\r\n\r\n'],
    ['two lengths', 'POST /v1/m HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab'],
    [
      'two framings',
      'POST /v1/m HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n',
    ],
    ['a length that is none', 'POST /v1/m HTTP/1.1\r\nhost: x\r\ncontent-length: 0x4\r\n\r\nbody'],
  ])('%s gets 400 and the end of the connection', async (_, bytes) => {
    const door = await rig.open();
    const client = await comeTo(count, door);
    const got = await client.ask(bytes);
    expect([got.status, got.headers]).toEqual([400, { connection: 'close', 'content-length': '0' }]);
    await until(() => client.isClosed && door.sockets[0]!.destroyed);
    expect(door.asked).toHaveLength(count);
  });

  it('a head over the limit gets 431 and the end of the connection, in one piece or in many', async () => {
    for (const isCut of [false, true]) {
      const door = await rig.open();
      const client = await comeTo(count, door);
      const big = { 'x-padding': 'p'.repeat(LIMITS.maxHeaderBytes) };
      const bytes = door.request('plain', 'POST /v1/m', 'body', big);
      await client.sendApart(isCut ? cut(bytes, 5_000) : [bytes]);
      const [got] = await client.answers('POST');
      expect([got!.status, got!.headers]).toEqual([431, { connection: 'close', 'content-length': '0' }]);
      await until(() => client.isClosed);
      expect(door.asked).toHaveLength(count);
    }
  });

  it('a head just under the limit is read, in one piece or in many', async () => {
    for (const isCut of [false, true]) {
      const door = await rig.open();
      const client = await comeTo(count, door);
      const big = { 'x-padding': 'p'.repeat(LIMITS.maxHeaderBytes - 400) };
      const bytes = door.request('plain', 'POST /v1/m', 'body', big);
      await client.sendApart(isCut ? cut(bytes, 5_000) : [bytes]);
      expect((await client.answers('POST'))[0]!.body.toString()).toBe(said('POST', '/v1/m', 'body'));
    }
  });

  it('the listeners of the socket are those of a connection that was always of Node', async () => {
    const server = createServer({ keepAliveTimeout: 1_000 }, (request, response) => {
      request.resume();
      response.end();
    });
    let native: Socket | null = null;
    server.on('connection', (socket: Socket) => {
      native = socket;
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const outside = connect((server.address() as AddressInfo).port, '127.0.0.1');
    const door = await rig.open();
    const client = await comeTo(count, door);
    await client.ask(door.request('node', 'POST /v1/m', 'body'));
    outside.write(door.request('node', 'POST /v1/m', 'body'));
    await once(outside, 'data');
    await turn();
    const listeners = (socket: Socket) =>
      Object.fromEntries(socket.eventNames().map((event) => [String(event), socket.listenerCount(event)]));
    expect(listeners(door.sockets[0]!)).toEqual(listeners(native!));
    outside.destroy();
    server.close();
  });

  it('a head that never ends gets 408 by the clock of Node', async () => {
    shortened.options = { headersTimeout: 100, requestTimeout: 150, connectionsCheckingInterval: 20 };
    const door = await rig.open();
    const client = await comeTo(count, door);
    client.send(door.request('plain', 'POST /v1/m').subarray(0, 40));
    expect((await client.answers('POST'))[0]!.status).toBe(408);
    await until(() => client.isClosed);
  });

  it('a body that never comes gets 408 by the clock of Node', async () => {
    shortened.options = { headersTimeout: 100, requestTimeout: 150, connectionsCheckingInterval: 20 };
    const door = await rig.open();
    const client = await comeTo(count, door);
    client.send(door.request('node', 'POST /v1/m', 'body').subarray(0, -1));
    expect((await client.answers('POST'))[0]!.status).toBe(408);
    await until(() => client.isClosed);
  });

  it('an idle connection ends by the clock of Node', async () => {
    shortened.options = { keepAliveTimeout: 30, keepAliveTimeoutBuffer: 0 };
    const door = await rig.open();
    const client = await comeTo(count, door);
    expect((await client.ask(door.request('node', 'POST /v1/m', 'body'))).status).toBe(200);
    await until(() => client.isClosed);
  });
});

describe('a connection that is handed over while', () => {
  it('an answer is still on its way to a slow reader gives it first, and then the rest in order', async () => {
    const door = await rig.open((client) =>
      client.target === '/v1/large' ? answer(client, Buffer.alloc(MANY, 'x')) : echo(client),
    );
    const client = rig.client(door);
    client.socket.pause();
    const requests = [
      door.request('plain', 'POST /v1/large', 'x'),
      door.request('plain', 'POST /v1/large', 'y'),
      door.chunked('/v1/chunked', ['one', 'two']),
      door.request('plain', 'POST /v1/last', large.subarray(0, 200_000)),
    ];
    client.send(Buffer.concat(requests));
    await turn(10);
    client.socket.resume();
    const got = await client.answers('POST', 'POST', 'POST', 'POST');
    expect(got.slice(0, 2).every(({ body }) => body.equals(Buffer.alloc(MANY, 'x')))).toBe(true);
    expect(got.slice(2).map(({ body }) => body.toString())).toEqual([
      said('POST', '/v1/chunked', 'onetwo'),
      said('POST', '/v1/last', large.subarray(0, 200_000)),
    ]);
    expect(door.ways).toEqual(['plain', 'plain', 'node', 'node']);
  });

  it('much has come behind an answer that took long loses none of it', async () => {
    const door = await rig.open((client) =>
      client.target === '/v1/slow' ? turn(40).then(() => answer(client, 'slow')) : echo(client),
    );
    const client = rig.client(door);
    // Far more than a socket buffers while nobody reads it.
    const bodies = [large, large.subarray(0, 77), large.subarray(77)];
    await client.sendApart([
      door.request('plain', 'POST /v1/slow', 'body'),
      ...cut(Buffer.concat(bodies.map((body, i) => door.request('node', `POST /v1/${i}`, body))), 90_000),
    ]);
    const got = await client.answers('POST', 'POST', 'POST', 'POST');
    expect(got.map(({ body }) => body.toString())).toEqual([
      'slow',
      ...bodies.map((body, i) => said('POST', `/v1/${i}`, body)),
    ]);
  });

  it.each([
    ['a request for Node', (door: Door) => door.chunked('/v1/behind', ['one', 'two'])],
    ['a plain one', (door: Door) => door.request('plain', 'POST /v1/behind', 'body')],
    ['half a head', () => Buffer.from('POST /v1/behind HTTP/1.1\r\n')],
  ])('its client has said its last word, with %s behind it, does no harm', async (_, behind) => {
    const door = await rig.open((client) => {
      if (client.target === '/v1/behind') return answer(client, 'too late');
      begin(client, MANY);
      client.write([Buffer.alloc(MANY, 'x')]);
    });
    const client = rig.client(door);
    client.socket.pause();
    client.socket.end(Buffer.concat([door.request('plain', 'POST /v1/large', 'x'), behind(door)]));
    await until(() => door.asked.length > 0);
    await until(() => door.sockets[0]!.readableEnded);
    door.asked[0]!.client.end([]);
    await turn(10);
    client.socket.resume();
    await until(() => client.isClosed && door.sockets[0]!.destroyed);
    // It gets its own answer whole, and nobody one to what stood behind.
    const got = client.take();
    expect(got.length).toBeGreaterThan(MANY);
    expect(got.includes('too late')).toBe(false);
  });
});
