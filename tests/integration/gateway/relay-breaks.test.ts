import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CHUNKED, chunk, head, LAST, later, slowly } from '../../support/answer-texts.ts';
import { type Play, type Reader, RelayRig } from '../../support/relay-rig.ts';
import { until } from '../../support/socket-server.ts';
import { strictAnswers } from '../../support/strict-answers.ts';

const plays: Record<string, Play> = {
  '/length': (socket) => socket.write(`${head('content-length: 5')}hello`),
  '/chunks': (socket) => socket.write(CHUNKED + chunk('hello') + LAST),
  '/chunks-later': (socket) => slowly(socket, [CHUNKED, chunk('hel'), chunk('lo'), LAST]),
  '/close': (socket) => socket.end(`${head('x: y')}hello`),
  '/no-content': (socket) => socket.write('HTTP/1.1 204 No Content\r\n\r\n'),
};

describe.each<Reader>(['node', 'plain'])('with the reader %s', (reader) => {
  let rig: RelayRig;
  beforeEach(() => {
    rig = new RelayRig(reader);
  });
  afterEach(() => rig.close());

  describe('an upstream that breaks within its answer', () => {
    it.each([
      ['with a length', `${head('content-length: 50')}hello`],
      ['in chunks', CHUNKED + chunk('hello')],
      ['in a chunk', `${CHUNKED}20\r\nhello`],
      ['with what is no chunk', `${CHUNKED + chunk('hello')}nonsense`],
    ])(
      '%s ends the connection of the client, after what came before and without a proper end',
      async (_name, text) => {
        const { port, ends } = await rig.gateway({
          '/': async (socket) => {
            socket.write(text);
            await later(20);
            socket.destroy();
          },
        });
        const client = rig.client(port);
        client.send(['GET /']);
        await until(() => client.isClosed);
        expect(ends).toEqual(['broken']);
        const got = client.bytes.toString('latin1');
        if (!text.endsWith('nonsense')) expect(got).toContain('hello');
        expect(strictAnswers(client.bytes, ['GET'], true)).toBeNull();
      },
    );
  });

  describe('a client that goes', () => {
    it.each(['/hold', '/hold-head', '/stream', '/flood'])(
      'within %s takes the upstream connection with it, and nobody else',
      async (path) => {
        const { port, ends, upstreamSockets } = await rig.gateway({
          ...plays,
          '/hold': (socket) => socket.write(CHUNKED + chunk('hello')),
          '/hold-head': (socket) => socket.write(CHUNKED),
          '/stream': async (socket) => {
            socket.write(CHUNKED);
            while (!socket.destroyed) {
              socket.write(chunk('hello'));
              await later(1);
            }
          },
          '/flood': async (socket) => {
            socket.write(CHUNKED);
            const piece = chunk('x'.repeat(100_000));
            while (!socket.destroyed) {
              if (!socket.write(piece)) await later(1);
            }
          },
        });
        const other = rig.client(port);
        await other.ask(['GET /length']);
        const client = rig.client(port);
        if (path === '/flood') client.socket.pause();
        client.send([`GET ${path}`]);
        if (path === '/flood') await later(50);
        else await until(() => client.bytes.length > 0);
        client.socket.destroy();
        await until(() => ends.includes('client-gone'));
        await until(() => upstreamSockets.filter(({ destroyed }) => destroyed).length === 1);
        expect(
          (await other.ask(['GET /chunks-later', 'GET /length'])).map(({ body }) => body.toString()),
        ).toEqual(['hello', 'hello']);
      },
    );

    it('between two answers leaves nothing behind', async () => {
      const { port, server } = await rig.gateway(plays);
      for (const path in plays) {
        const client = rig.client(port);
        await client.ask([`GET ${path}`]);
        client.socket.destroy();
      }
      const connections = () =>
        new Promise<number>((resolve) => server.getConnections((_error, count) => resolve(count)));
      while ((await connections()) > 0) await later();
    });

    it('right behind its request, in the turn in which the whole answer comes, does no harm', async () => {
      const { port } = await rig.gateway(plays);
      for (let i = 0; i < 30; i++) {
        const client = rig.client(port);
        client.send(['GET /length']);
        if (i % 3 === 0) client.socket.end();
        else setTimeout(() => client.socket.resetAndDestroy(), i % 5);
        await until(() => client.isClosed);
      }
      expect((await rig.client(port).ask(['GET /length']))[0]!.body.toString()).toBe('hello');
    });
  });
});
