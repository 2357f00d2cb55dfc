/** Requests on one connection, one after the other and all at once, read by the port itself and by Node's server. */
import { afterEach, describe, expect, it } from 'vitest';
import type { ClientExchange } from '../../../src-main/core/gateway/client-exchange.ts';
import { answer, type Door, DoorRig, echo, said, turn, WAYS } from '../../support/door-rig.ts';
import { SeededRandom } from '../../support/seeded-random.ts';
import { until } from '../../support/socket-server.ts';
import type { StrictAnswer } from '../../support/strict-answers.ts';

const rig = new DoorRig();
afterEach(() => rig.close());

const texts = (answers: readonly StrictAnswer[]) => answers.map(({ body }) => body.toString());
const random = new SeededRandom('bodies');
const large = Buffer.from(random.bytes(3_000_000));
const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);

/** How a proxy comes to answer a request. */
const paces: [string, (client: ClientExchange) => unknown][] = [
  ['at once', (client) => answer(client, client.target)],
  ['in later turns', (client) => turn(client.target.length % 3).then(() => answer(client, client.target))],
  ['when their bodies are there', echo],
];

describe.each(WAYS)('a connection read by way of "%s"', (way) => {
  it('carries one request', async () => {
    const door = await rig.open();
    const client = rig.client(door);
    const { status, headers, body } = await client.ask(
      door.request(way, 'POST /v1/messages?beta=true', 'hello'),
    );
    expect({ status, body: body.toString() }).toEqual({
      status: 200,
      body: said('POST', '/v1/messages?beta=true', 'hello'),
    });
    expect(headers['connection']).toBe('keep-alive');
    expect(headers['keep-alive']).toBe('timeout=75');
    expect(door.ways).toEqual([way]);
  });

  it('carries many requests in a row', async () => {
    const door = await rig.open();
    const client = rig.client(door);
    for (const i of numbers(100)) {
      const body = 'x'.repeat(i * 100);
      const line = i % 3 ? `POST /v1/${i}` : `GET /v1/${i}`;
      const got = await client.ask(door.request(way, line, line.startsWith('POST') ? body : ''));
      expect(got.body.toString()).toBe(said(...(line.split(' ') as [string, string]), i % 3 ? body : ''));
    }
    expect(door.ways).toEqual(numbers(100).map(() => way));
    expect(door.sockets).toHaveLength(1);
  });

  it.each(paces)('carries two hundred requests in one write that are answered %s', async (_, play) => {
    const door = await rig.open(play);
    const client = rig.client(door);
    const bodies = numbers(200).map((i) => `${i}`.repeat(i % 40));
    client.send(Buffer.concat(bodies.map((body, i) => door.request(way, `POST /v1/${i}`, body))));
    const answers = await client.answers(...bodies.map(() => 'POST'));
    expect(texts(answers)).toEqual(
      bodies.map((body, i) => (play === echo ? said('POST', `/v1/${i}`, body) : `/v1/${i}`)),
    );
    await turn();
    expect(door.asked.map(({ client: { target } }) => target)).toEqual(bodies.map((_body, i) => `/v1/${i}`));
    expect(door.ways).toEqual(bodies.map(() => way));
    expect((await client.ask(door.request(way, 'POST /v1/last'))).status).toBe(200);
  });

  it('does not let one client that sent hundreds of requests keep the others waiting', async () => {
    const order: string[] = [];
    const door = await rig.open((client) => {
      order.push(client.target);
      if (order.length === 2) one.send(door.request(way, 'POST /v1/other'));
      answer(client, '');
    });
    const [many, one] = [rig.client(door), rig.client(door)];
    await one.ask(door.request(way, 'POST /v1/other'));
    many.send(Buffer.concat(numbers(300).map(() => door.request('plain', 'POST /v1/many'))));
    await Promise.all([many.answers(...numbers(300).map(() => 'POST')), one.answers('POST')]);
    expect(order.filter((target) => target === '/v1/many')).toHaveLength(300);
    expect(order.lastIndexOf('/v1/other')).toBeLessThan(300);
  });

  it.each([
    ['none', 'GET', Buffer.alloc(0), 1],
    ['an announced one of no bytes', 'POST', Buffer.alloc(0), 1],
    ['one byte', 'POST', Buffer.from('\xff', 'latin1'), 1],
    ['64 KiB', 'POST', large.subarray(0, 65_536), 65_536],
    ['64 KiB in pieces', 'POST', large.subarray(0, 65_536), 1_000],
    ['3 MB', 'POST', large, 3_000_000],
    ['3 MB in pieces', 'POST', large, 50_000],
  ])('hands on a body: %s', async (_, method, body, pieceLength) => {
    const door = await rig.open();
    const client = rig.client(door);
    for (const path of ['/v1/first', '/v1/second']) {
      const bytes = door.request(way, `${method} ${path}`, body);
      const cuts = numbers(Math.ceil(bytes.length / pieceLength));
      if (pieceLength === 1) client.send(bytes);
      else await client.sendApart(cuts.map((i) => bytes.subarray(i * pieceLength, (i + 1) * pieceLength)));
      expect((await client.answers(method))[0]!.body.toString()).toBe(said(method, path, body));
    }
  });

  it('takes no more of a body than was announced, wherever the reads are cut', async () => {
    const door = await rig.open();
    const client = rig.client(door);
    const body = 'a body';
    const first = door.request(way, 'POST /v1/a', body);
    const bytes = Buffer.concat([first, door.request(way, 'POST /v1/b', 'b')]);
    for (let cut = first.length - body.length - 5; cut <= first.length + 5; cut++) {
      await client.sendApart([bytes.subarray(0, cut), bytes.subarray(cut)]);
      expect(texts(await client.answers('POST', 'POST'))).toEqual([
        said('POST', '/v1/a', body),
        said('POST', '/v1/b', 'b'),
      ]);
    }
  });

  it.each([
    [50, 51],
    [0, 1],
    [1_000, 500_000],
  ])(
    'says of a body over %i bytes that it is too large, and goes on after its rest',
    async (limit, length) => {
      const bodies: unknown[] = [];
      const door = await rig.open(async (client) => {
        const body = await client.readBody(limit);
        bodies.push(body);
        answer(client, 'done', body === 'too-large' ? 413 : 200);
      });
      const client = rig.client(door);
      const bytes = door.request(way, 'POST /v1/large', 'x'.repeat(length));
      const half = bytes.length - (length >> 1);
      // The answer does not wait for the rest.
      client.send(bytes.subarray(0, half));
      if (length > limit * 2) expect((await client.answers('POST'))[0]!.status).toBe(413);
      client.send(bytes.subarray(half));
      if (length <= limit * 2) expect((await client.answers('POST'))[0]!.status).toBe(413);
      expect((await client.ask(door.request(way, 'POST /v1/small', 'x'.repeat(limit)))).status).toBe(200);
      expect(bodies).toEqual(['too-large', { chunks: expect.anything(), byteLength: limit }]);
      expect(door.sockets).toHaveLength(1);
    },
  );

  it('reads all of a body that is too large, also while its answer is not ready', async () => {
    const door = await rig.open(async (client) => {
      await client.readBody(1_000);
      // The client may be one that reads nothing before it has sent all.
      await until(() => door.sockets[0]!.bytesRead > large.length * door.asked.length);
      answer(client, 'done', 413);
    });
    const client = rig.client(door);
    for (let i = 0; i < 2; i++) {
      expect((await client.ask(door.request(way, 'POST /v1/large', large))).status).toBe(413);
    }
  });

  it('takes a body of exactly the most that is allowed', async () => {
    const door = await rig.open(async (client) => {
      const body = await client.readBody(1_000);
      answer(client, typeof body === 'string' ? body : String(body.byteLength));
    });
    const client = rig.client(door);
    expect((await client.ask(door.request(way, 'POST /v1/a', 'x'.repeat(1_000)))).body.toString()).toBe(
      '1000',
    );
  });

  it.each([
    ['to the end of the body', (client: ClientExchange) => client.dropBody()],
    ['though nobody asked for the body', () => {}],
  ])('goes on after an answer that came before the body: %s', async (what, drop) => {
    // Node reads a body that nobody has asked for only when the answer is out; both come to the same.
    const door = await rig.open((client) => {
      drop(client);
      answer(client, what);
    });
    const client = rig.client(door);
    const body = large.subarray(0, 300_000);
    const bytes = door.request(way, 'POST /v1/early', body);
    for (const cut of [bytes.length - body.length, bytes.length - 1, bytes.length - 200_000]) {
      client.send(bytes.subarray(0, cut));
      expect((await client.answers('POST'))[0]!.body.toString()).toBe(what);
      await client.sendApart([bytes.subarray(cut, cut + 1), bytes.subarray(cut + 1)]);
      expect((await client.ask(door.request(way, 'GET /v1/next'), 'GET')).body.toString()).toBe(what);
      // The end of the body and the next request in one read.
      client.send(bytes.subarray(0, cut));
      expect((await client.answers('POST'))[0]!.body.toString()).toBe(what);
      client.send(Buffer.concat([bytes.subarray(cut), door.request(way, 'GET /v1/next')]));
      expect((await client.answers('GET'))[0]!.body.toString()).toBe(what);
    }
    expect(door.asked).toHaveLength(12);
    expect(door.sockets).toHaveLength(1);
  });
});

describe('a client that does not read', () => {
  it('is not asked for more, and gets all answers when it reads again', async () => {
    const much = large.subarray(0, 2_000_000);
    const door = await rig.open((client) => answer(client, much));
    const client = rig.client(door);
    client.socket.pause();
    const requests = numbers(20).map((i) => door.request('plain', `POST /v1/${i}`, 'body'));
    // Most come together, the last ones by themselves.
    await client.sendApart([Buffer.concat(requests.slice(0, 15)), ...requests.slice(15)]);
    await turn(30);
    expect(door.asked.length).toBeLessThan(12);
    client.socket.resume();
    const got = await client.answers(...requests.map(() => 'POST'));
    expect(got.every(({ body }) => body.equals(much))).toBe(true);
    expect(door.asked.map(({ client: { target } }) => target)).toEqual(numbers(20).map((i) => `/v1/${i}`));
  });
});

describe('plain and other requests on one connection', () => {
  /** Their bytes, and what the answers say. */
  function mixed(door: Door): { bytes: Buffer; methods: string[]; said: string[] } {
    const requests: [Buffer, string][] = [
      [door.request('plain', 'POST /v1/1', 'one'), said('POST', '/v1/1', 'one')],
      [door.chunked('/v1/2', ['t', 'wo']), said('POST', '/v1/2', 'two')],
      [door.request('plain', 'POST /v1/3', 'POST /v1/x'), said('POST', '/v1/3', 'POST /v1/x')],
      [door.request('plain', 'GET /health'), 'app GET /health'],
      [door.request('plain', 'GET /v1/4'), said('GET', '/v1/4', '')],
      [door.request('plain', 'POST /v1/5', '\r\n\r\n'), said('POST', '/v1/5', '\r\n\r\n')],
    ];
    const bytes = Buffer.concat(requests.map(([request]) => request));
    return {
      bytes,
      methods: requests.map(([request]) => request.toString('latin1').split(' ')[0]!),
      said: requests.map(([, text]) => text),
    };
  }

  it('are answered in order when they come in one write', async () => {
    const door = await rig.open();
    const client = rig.client(door);
    const want = mixed(door);
    client.send(want.bytes);
    expect(texts(await client.answers(...want.methods))).toEqual(want.said);
    expect(door.ways).toEqual(['plain', 'node', 'node', 'node', 'node']);
    expect(door.opened()).toBe(1);
    // The connection stays what it is.
    expect(texts([await client.ask(want.bytes.subarray(0, want.bytes.indexOf('one') + 3))])).toEqual([
      said('POST', '/v1/1', 'one'),
    ]);
  });

  it('are answered in order when they come byte by byte', async () => {
    const door = await rig.open();
    const client = rig.client(door);
    const want = mixed(door);
    for (const byte of want.bytes) {
      client.send(Buffer.from([byte]));
      await turn(1);
    }
    expect(texts(await client.answers(...want.methods))).toEqual(want.said);
    expect(door.asked).toHaveLength(5);
  });

  it('are answered in order wherever they are cut in two', async () => {
    const door = await rig.open();
    const bytes = Buffer.concat([
      door.request('plain', 'POST /v1/1', 'one'),
      door.chunked('/v1/2', ['t', 'wo']),
      door.request('plain', 'POST /v1/3', 'three'),
    ]);
    const want = ['one', 'two', 'three'].map((body, i) => said('POST', `/v1/${i + 1}`, body));
    // Twenty at a time: a connection for each place.
    for (let from = 1; from < bytes.length; from += 20) {
      const cuts = numbers(20).map((i) => Math.min(from + i, bytes.length - 1));
      const clients = cuts.map(() => rig.client(door));
      for (const [i, client] of clients.entries()) client.send(bytes.subarray(0, cuts[i]));
      await turn(6);
      for (const [i, client] of clients.entries()) client.send(bytes.subarray(cuts[i]));
      for (const client of clients) {
        expect(texts(await client.answers('POST', 'POST', 'POST'))).toEqual(want);
        client.socket.destroy();
      }
    }
  });
});
