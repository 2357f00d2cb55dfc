/** Answers of the port to requests that it reads itself, and to the same ones on Node's server. */
import { afterEach, describe, expect, it } from 'vitest';
import type { ClientExchange } from '../../../src-main/core/gateway/client-exchange.ts';
import { answer, begin, DoorRig, turn, WAYS } from '../../support/door-rig.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { SeededRandom } from '../../support/seeded-random.ts';
import { until } from '../../support/socket-server.ts';
import type { StrictAnswer } from '../../support/strict-answers.ts';

const rig = new DoorRig();
afterEach(() => rig.close());

const random = new SeededRandom('answers');
const large = Buffer.from(random.bytes(5_000_000));
const high = Buffer.from('\xff\x80\0\r\n0\r\n\r\n', 'latin1');

/** Answers in one go. */
const inOne =
  (length: number | null, pieces: readonly Buffer[], status = 200) =>
  (client: ClientExchange) => {
    beginWith(client, length, status);
    client.end(pieces);
  };
const beginWith = (client: ClientExchange, length: number | null, status = 200, isOwn = false) =>
  begin(client, length, { status, isOwn, headers: 'x-one: 1\r\nX-Two: a, b\r\n' });

/** Path, what is played, the framing, and the pieces of the body (chunks, where it has some). */
const answers: [
  string,
  (client: ClientExchange) => unknown,
  StrictAnswer['framing'],
  readonly (Buffer | string)[],
][] = [
  ['/v1/length', inOne(5, [Buffer.from('he'), Buffer.from('llo')]), 'length', ['hello']],
  ['/v1/length-none', inOne(0, []), 'length', []],
  [
    '/v1/length-in-pieces',
    async (client) => {
      beginWith(client, 5 + high.length);
      client.write([Buffer.from('hel')]);
      client.write([high]);
      await turn();
      client.end([Buffer.from('lo')]);
    },
    'length',
    ['hel', high, 'lo'],
  ],
  [
    '/v1/length-end-apart',
    async (client) => {
      beginWith(client, high.length);
      client.write([high]);
      await turn();
      client.end([]);
    },
    'length',
    [high],
  ],
  [
    '/v1/chunks',
    async (client) => {
      beginWith(client, null);
      client.write([Buffer.from('he'), Buffer.from('l')]);
      await turn();
      client.write([high]);
      client.write([large.subarray(0, 300)]);
      client.end([Buffer.from('lo')]);
    },
    'chunked',
    ['hel', high, large.subarray(0, 300), 'lo'],
  ],
  ['/v1/one-chunk', inOne(null, [high]), 'chunked', [high]],
  [
    '/v1/chunks-end-apart',
    async (client) => {
      beginWith(client, null);
      client.write([high]);
      await turn();
      client.end([]);
    },
    'chunked',
    [high],
  ],
  ['/v1/no-chunks', inOne(null, []), 'chunked', []],
  [
    '/v1/empty-pieces',
    (client) => {
      beginWith(client, null);
      client.write([Buffer.alloc(0)]);
      client.write([Buffer.from('x')]);
      client.end([Buffer.alloc(0)]);
    },
    'chunked',
    ['x'],
  ],
  ...([
    ['/v1/no-content', 204, null],
    ['/v1/not-modified', 304, null],
    ['/v1/not-modified-with-length', 304, 9],
  ].map(([path, status, length]) => [
    path,
    inOne(length as number | null, [], status as number),
    'none',
    [],
  ]) as never[]),
  [
    '/v1/head-first',
    async (client) => {
      beginWith(client, null);
      client.flushHead();
      client.flushHead();
      await turn(6);
      client.write([Buffer.from('one')]);
      client.flushHead();
      await turn();
      client.write([Buffer.from('two')]);
      client.end([]);
    },
    'chunked',
    ['one', 'two'],
  ],
  [
    '/v1/head-only',
    async (client) => {
      beginWith(client, null, 204);
      client.flushHead();
      await turn();
      client.end([]);
    },
    'none',
    [],
  ],
  // On both sides of what is sent as one text with its head.
  ...([16_383, 16_384, 16_385, 100_000].map((length) => [
    `/v1/${length}`,
    inOne(length, [large.subarray(0, length)]),
    'length',
    [large.subarray(0, length)],
  ]) as never[]),
  [
    '/v1/100000-in-chunks',
    (client) => {
      beginWith(client, null);
      client.write([large.subarray(0, 60_000), large.subarray(60_000, 100_000)]);
      client.end([large.subarray(0, 100_000)]);
    },
    'chunked',
    [large.subarray(0, 100_000), large.subarray(0, 100_000)],
  ],
];

const bytesOf = (pieces: readonly (Buffer | string)[]) =>
  Buffer.concat(pieces.map((piece) => Buffer.from(piece as string)));
const play = (client: ClientExchange) => answers.find(([path]) => path === client.target)![1](client);

describe.each(WAYS)('an answer by way of "%s"', (way) => {
  it.each(answers)('%s arrives as it was written', async (path, _, framing, pieces) => {
    const door = await rig.open(play);
    const client = rig.client(door);
    // Twice on one connection: what is wrong with the end of the first shows at the beginning of the second.
    for (let i = 0; i < 2; i++) {
      const got = await client.ask(door.request(way, `POST ${path}`, 'body'));
      expect(got.framing).toBe(framing);
      expect(got.body.equals(bytesOf(pieces))).toBe(true);
      if (framing === 'chunked') expect(got.chunks).toEqual(pieces.map((piece) => piece.length));
      const { connection, 'keep-alive': life, 'x-one': one, 'x-two': two, ...rest } = got.headers;
      expect([connection, life, one, two]).toEqual(['keep-alive', 'timeout=75', '1', 'a, b']);
      const { 'content-length': length, 'transfer-encoding': coding, ...others } = rest;
      expect(others).toEqual({});
      if (framing === 'chunked') expect(coding).toBe('chunked');
      if (framing === 'length') expect(length).toBe(String(bytesOf(pieces).length));
    }
    expect(door.ways).toEqual([way, way]);
  });

  it('of our own is dated, and no other', async () => {
    const clock = new ManualClock(Math.floor(Date.now() / 1_000) * 1_000);
    const door = await rig.open(
      (client) => {
        beginWith(client, 0, 200, client.target === '/v1/own');
        client.end([]);
      },
      { clock },
    );
    const client = rig.client(door);
    expect((await client.ask(door.request(way, 'POST /v1/other'))).headers).not.toHaveProperty('date');
    const date = (await client.ask(door.request(way, 'POST /v1/own'))).headers['date']!;
    expect(new Date(date).toUTCString()).toBe(date);
    // Node looks at its own clock.
    expect(Math.abs(Date.parse(date) - clock.now())).toBeLessThan(way === 'plain' ? 1 : 60_000);
  });

  it('to each of many requests in one write comes whole and in order', async () => {
    const door = await rig.open(play);
    const client = rig.client(door);
    const order = [...answers, ...answers.toReversed()];
    client.send(Buffer.concat(order.map(([path]) => door.request(way, `POST ${path}`, path))));
    const got = await client.answers(...order.map(() => 'POST'));
    for (const [i, [path, , framing, pieces]] of order.entries()) {
      expect([path, got[i]!.framing]).toEqual([path, framing]);
      expect(got[i]!.body.equals(bytesOf(pieces))).toBe(true);
    }
  });

  it('has its head at once when that is flushed, and each piece when it is written', async () => {
    let playing: ClientExchange | null = null;
    const door = await rig.open((client) => {
      playing = client;
    });
    const client = rig.client(door);
    client.send(door.request(way, 'POST /v1/slow'));
    await until(() => playing !== null);
    const asked = playing as unknown as ClientExchange;
    expect(asked.hasBegun).toBe(false);
    beginWith(asked, null);
    expect(asked.hasBegun).toBe(true);
    await turn();
    expect(client.arrived).toBe(0);
    asked.flushHead();
    await until(() => client.arrived > 0);
    const head = client.take().toString('latin1');
    expect(head).toMatch(/^HTTP\/1\.1 200 As played\r\n/);
    expect(head.endsWith('\r\n\r\n')).toBe(true);
    asked.write([Buffer.from('piece')]);
    await until(() => client.arrived === 10);
    expect(client.take().toString()).toBe('5\r\npiece\r\n');
    expect(asked.end([Buffer.from('la'), Buffer.from('st')])?.toString()).toBe('last');
    await until(() => client.arrived === 14);
    expect(client.take().toString()).toBe('4\r\nlast\r\n0\r\n\r\n');
  });

  it.each([true, false])(
    'of 5 MB waits for a slow reader and loses nothing (with length: %s)',
    async (hasLength) => {
      let drains = 0;
      let isFull = false;
      const written: number[] = [];
      const door = await rig.open(async (client) => {
        if (client.target === '/v1/next') return answer(client, 'next');
        beginWith(client, hasLength ? large.length : null);
        for (let at = 0; at < large.length; at += 250_000) {
          const piece = large.subarray(at, at + 250_000);
          const { payload, hasRoom } = client.write([piece.subarray(0, 9), piece.subarray(9)], () =>
            written.push(at),
          );
          expect(payload.equals(piece)).toBe(true);
          if (hasRoom) continue;
          isFull = true;
          await new Promise<void>((resolve) => client.onDrain(resolve));
          drains++;
          client.onDrain(null);
        }
        client.end([]);
      });
      const client = rig.client(door);
      client.socket.pause();
      client.send(door.request(way, 'POST /v1/large'));
      await until(() => isFull);
      client.socket.on('data', () => {
        client.socket.pause();
        setTimeout(() => client.socket.resume(), 1);
      });
      client.socket.resume();
      const [got] = await client.answers('POST');
      expect(got!.body.equals(large)).toBe(true);
      expect(drains).toBeGreaterThan(0);
      expect(written).toEqual(Array.from({ length: 20 }, (_, i) => i * 250_000));
      expect((await client.ask(door.request(way, 'POST /v1/next'))).body.toString()).toBe('next');
    },
  );

  it.each([true, false])(
    'that is cut off is seen as one without an end (with length: %s)',
    async (hasLength) => {
      const door = await rig.open((client) => {
        beginWith(client, hasLength ? 100 : null);
        client.write([Buffer.from('beginning')], () => client.destroy());
      });
      const client = rig.client(door);
      client.send(door.request(way, 'POST /v1/cut'));
      await until(() => client.isClosed);
      const text = client.take().toString('latin1');
      expect(text).toMatch(hasLength ? /\r\n\r\nbeginning$/ : /\r\n\r\n9\r\nbeginning\r\n$/);
      expect(door.asked[0]!.client.isGone).toBe(true);
    },
  );

  it('that never began can be cut off as well', async () => {
    const door = await rig.open((client) => client.destroy());
    const client = rig.client(door);
    client.send(door.request(way, 'POST /v1/cut'));
    await until(() => client.isClosed);
    expect(client.arrived).toBe(0);
  });
});
