/** What a client gets on its socket: an upstream's answers through exchange, relay and writer, read strictly. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CHUNKED, chunk, head, LAST, slowly } from '../../support/answer-texts.ts';
import { type Play, type Reader, RelayRig } from '../../support/relay-rig.ts';
import { until } from '../../support/socket-server.ts';
import type { StrictAnswer } from '../../support/strict-answers.ts';

const large = Buffer.from(Array.from({ length: 5_000_000 }, (_, i) => (i * 13 + (i >> 9)) & 0xff));

/** Path, what the upstream does, and what the client must get: framing for HTTP/1.1 and the body. */
const answers: [string, Play, StrictAnswer['framing'], string][] = [
  ['/length', (socket) => socket.write(`${head('content-length: 5')}hello`), 'length', 'hello'],
  ['/length-later', (socket) => slowly(socket, [head('content-length: 5'), 'he', 'llo']), 'length', 'hello'],
  ['/length-none', (socket) => socket.write(head('content-length: 0')), 'length', ''],
  ['/chunks', (socket) => socket.write(CHUNKED + chunk('hel') + chunk('lo') + LAST), 'chunked', 'hello'],
  [
    '/chunks-later',
    (socket) => slowly(socket, [CHUNKED, chunk('hel'), chunk('lo'), LAST]),
    'chunked',
    'hello',
  ],
  ['/chunks-end-apart', (socket) => slowly(socket, [CHUNKED + chunk('hello'), LAST]), 'chunked', 'hello'],
  [
    '/chunks-high',
    (socket) => slowly(socket, [CHUNKED + chunk('\xff\x80\0\r\n'), LAST]),
    'chunked',
    '\xff\x80\0\r\n',
  ],
  [
    '/chunks-high-at-once',
    (socket) => socket.write(CHUNKED + chunk('\xff\x800\r\n\r\n') + LAST, 'latin1'),
    'chunked',
    '\xff\x800\r\n\r\n',
  ],
  ['/chunks-none', (socket) => socket.write(CHUNKED + LAST), 'chunked', ''],
  ['/chunks-none-later', (socket) => slowly(socket, [CHUNKED, LAST]), 'chunked', ''],
  ['/close', (socket) => socket.end(`${head('x: y')}hello`), 'chunked', 'hello'],
  ['/close-none', (socket) => socket.end(head('x: y')), 'chunked', ''],
  ['/no-content', (socket) => socket.write('HTTP/1.1 204 No Content\r\n\r\n'), 'none', ''],
  [
    '/not-modified',
    (socket) => socket.write('HTTP/1.1 304 Not Modified\r\ncontent-length: 9\r\n\r\n'),
    'none',
    '',
  ],
  [
    '/16k',
    (socket) => socket.write(head('content-length: 16384') + 'x'.repeat(16_384)),
    'length',
    'x'.repeat(16_384),
  ],
  [
    '/16k-chunks',
    (socket) => socket.write(CHUNKED + chunk('x'.repeat(16_384)) + LAST),
    'chunked',
    'x'.repeat(16_384),
  ],
  [
    '/60k-chunks',
    (socket) => socket.write(CHUNKED + chunk('y'.repeat(60_000)) + LAST),
    'chunked',
    'y'.repeat(60_000),
  ],
];
const plays: Record<string, Play> = Object.fromEntries(answers.map(([path, play]) => [path, play]));
const large5 = [large.subarray(0, 1_000_000), large.subarray(1_000_000)];
plays['/large'] = (socket) => {
  socket.write(head(`content-length: ${large.length}`));
  socket.write(large);
};
plays['/large-chunks'] = (socket) => {
  socket.write(CHUNKED);
  for (const part of large5) {
    socket.write(`${part.length.toString(16)}\r\n`);
    socket.write(part);
    socket.write('\r\n');
  }
  socket.write(LAST);
};

describe.each<Reader>(['node', 'plain'])('with the reader %s', (reader) => {
  let rig: RelayRig;
  beforeEach(() => {
    rig = new RelayRig(reader);
  });
  afterEach(() => rig.close());

  describe('an answer', () => {
    it.each(answers)('%s keeps its body and has a valid framing', async (path, _play, framing, body) => {
      const { port, ends, seen } = await rig.gateway(plays);
      const client = rig.client(port);
      // Twice on one connection: what is wrong with the end of the first shows at the beginning of the second.
      for (let i = 0; i < 2; i++) {
        const [answer] = await client.ask([`GET ${path}`]);
        expect(answer!.framing).toBe(framing);
        expect(answer!.body.toString('latin1')).toBe(body);
        expect(Buffer.concat(seen.get(path)!).toString('latin1')).toBe(body);
        expect(answer!.headers['x-rota-request']).toBe('1');
      }
      expect(ends).toEqual(['ended', 'ended']);
      expect(client.isClosed).toBe(false);
    });

    it.each(answers)('%s to HTTP/1.0 has no chunks', async (path, _play, framing, body) => {
      const { port } = await rig.gateway(plays);
      const client = rig.client(port);
      const [answer] = await client.ask([`GET ${path}`], '1.0');
      expect(answer!.framing).toBe(framing === 'chunked' ? 'until-close' : framing);
      expect(answer!.body.toString('latin1')).toBe(body);
      await until(() => client.isClosed);
    });

    it.each([
      ['/length', head('content-length: 5'), '5'],
      ['/chunks', CHUNKED, undefined],
      ['/nothing', head('x: y'), undefined],
      ['/not-modified', 'HTTP/1.1 304 Not Modified\r\n\r\n', undefined],
    ])('%s to HEAD has no body, and the connection lives on', async (path, text, length) => {
      const { port, ends } = await rig.gateway({ ...plays, [path]: (socket) => socket.write(text) });
      const client = rig.client(port);
      for (let i = 0; i < 2; i++) {
        const [answer] = await client.ask([`HEAD ${path}`]);
        expect(answer!.headers['content-length']).toBe(length);
        expect((await client.ask(['GET /16k-chunks']))[0]!.body).toHaveLength(16_384);
      }
      expect(ends).toHaveLength(4);
      expect(client.isClosed).toBe(false);
    });

    it('to each of several requests in one write comes in order, whichever is ready first', async () => {
      const { port, ends } = await rig.gateway(plays);
      const client = rig.client(port);
      for (let turn = 0; turn < 3; turn++) {
        const order = answers.map((_, i) => answers[(i * (turn + 2) + turn) % answers.length]!);
        const got = await client.ask([...order.map(([path]) => `GET ${path}`), 'GET /length']);
        for (const [i, [, , framing, body]] of order.entries()) {
          expect(got[i]!.framing).toBe(framing);
          expect(got[i]!.body.toString('latin1')).toBe(body);
        }
        expect(got.at(-1)!.body.toString()).toBe('hello');
      }
      expect(new Set(ends)).toEqual(new Set(['ended']));
    });

    it.each(['/large', '/large-chunks'])(
      '%s arrives whole, also at a client that reads slowly',
      async (path) => {
        const { port, ends, seen } = await rig.gateway(plays);
        for (const isSlow of [false, true]) {
          const client = rig.client(port);
          if (isSlow) {
            client.socket.on('data', () => {
              client.socket.pause();
              setTimeout(() => client.socket.resume(), 1);
            });
          }
          const [answer] = await client.ask([`GET ${path}`]);
          expect(answer!.body.equals(large)).toBe(true);
          expect(Buffer.concat(seen.get(path)!).equals(large)).toBe(true);
          expect((await client.ask(['GET /length']))[0]!.body.toString()).toBe('hello');
        }
        expect(ends).toEqual(['ended', 'ended', 'ended', 'ended']);
      },
    );

    it('in many small events is not one write each, and no chunk of it is empty', async () => {
      const events = Array.from({ length: 3_000 }, (_, i) => chunk(`data: ${i}\n\n`));
      const { port } = await rig.gateway({
        '/events': async (socket) => {
          socket.write(CHUNKED);
          for (let i = 0; i < events.length; i += 30) {
            socket.write(events.slice(i, i + 30).join(''));
            await new Promise((resolve) => setImmediate(resolve));
          }
          socket.write(LAST);
        },
      });
      const [answer] = await rig.client(port).ask(['GET /events']);
      expect(answer!.body.toString()).toBe(
        Array.from({ length: 3_000 }, (_, i) => `data: ${i}\n\n`).join(''),
      );
      expect(answer!.chunks.length).toBeLessThan(300);
      expect(answer!.chunks.every((size) => size > 0)).toBe(true);
    });
  });
});
