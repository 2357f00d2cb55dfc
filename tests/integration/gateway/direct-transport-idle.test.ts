/** Idle connections of the direct transport: what spoils them never spoils a request. */
import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { UpstreamExchange } from '../../../src-main/core/gateway/upstream-exchange.ts';
import { ask, DirectRig } from '../../support/direct-rig.ts';
import { RecordedAnswer, requestOf } from '../../support/recorded-answer.ts';
import { eachHead, OK, until } from '../../support/socket-server.ts';

const rig = new DirectRig();
afterEach(() => {
  return rig.close();
});

/** Answers each request on a socket with `text`. */
const always = (text: string) => (socket: Socket) => eachHead(socket, () => socket.write(text));
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('an idle connection', () => {
  const spoil: [string, (socket: Socket) => void][] = [
    ['was closed by the upstream', (socket) => socket.end()],
    ['was reset by the upstream', (socket) => socket.resetAndDestroy()],
    [
      'has bytes nobody asked for',
      (socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nevil'),
    ],
    ['has one byte nobody asked for', (socket) => socket.write('\n')],
  ];

  it.each(spoil)('that %s is not used', async (_name, act) => {
    const server = await rig.serve(always(OK));
    const transport = rig.transportTo(server);
    await ask(transport).over;
    act(server.sockets[0]!);
    await until(() => server.sockets[0]!.destroyed);
    // A reset is done at once on this side; the other side has to have read it.
    for (let i = 0; i < 3; i++) await turn();
    expect((await ask(transport).over).text).toBe('ok');
    expect(server.sockets).toHaveLength(2);
  });

  it.each(spoil)(
    'that %s in the turn in which it takes a request hands it to another one',
    async (_name, act) => {
      const seen: number[] = [];
      const server = await rig.serve((socket, index) =>
        eachHead(socket, () => {
          seen.push(index);
          socket.write(OK);
        }),
      );
      const transport = rig.transportTo(server);
      await ask(transport).over;
      await turn();
      // What is put on the wire in one phase is read in the next one; the request leaves at the end of that.
      const spoiled = new Promise<RecordedAnswer>((resolve) => {
        setImmediate(() => {
          act(server.sockets[0]!);
          const answer = new RecordedAnswer();
          const control = transport.send(requestOf(), answer);
          expect(control).toBeDefined();
          resolve(answer);
        });
      });
      const answer = await (await spoiled).over;
      expect(answer.failure).toBeNull();
      expect(answer.text).toBe('ok');
      expect(seen).toEqual([0, 1]);
    },
  );

  it.each(spoil)('that %s, and has not told that it is closed yet, is not used', async (_name, act) => {
    const server = await rig.serve(always(OK));
    const transport = rig.transportTo(server);
    await ask(transport).over;
    await turn();
    const answer = new RecordedAnswer();
    // Spoiled in one turn, read and destroyed in the next one, whose end is before the event `close`.
    setImmediate(() => {
      act(server.sockets[0]!);
      setImmediate(() => transport.send(requestOf(), answer));
    });
    expect(await answer.over).toMatchObject({ failure: null, text: 'ok' });
    expect(server.sockets).toHaveLength(2);
  });

  it('whose bytes come behind the answer itself does not spoil the request that follows at once', async () => {
    const server = await rig.serve((socket, index) =>
      eachHead(socket, () =>
        socket.write(index === 0 ? `${OK}HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nevil` : OK),
      ),
    );
    const transport = rig.transportTo(server);
    const first = ask(transport);
    const second = new RecordedAnswer();
    first.onEnded = () => transport.send(requestOf(), second);
    expect((await first.over).text).toBe('ok');
    expect(await second.over).toMatchObject({ failure: null, text: 'ok' });
    expect(server.sockets).toHaveLength(2);
  });

  it('that gave its request away is cut by whoever holds that request', async () => {
    const requests: number[] = [];
    const server = await rig.serve((socket, index) =>
      eachHead(socket, () => {
        requests.push(index);
        if (index === 0) socket.write(OK);
      }),
    );
    const transport = rig.transportTo(server);
    await ask(transport).over;
    await turn();
    const answer = new RecordedAnswer();
    const control = await new Promise<{ abort(): void }>((resolve) => {
      setImmediate(() => {
        server.sockets[0]!.end();
        resolve(transport.send(requestOf(), answer));
      });
    });
    await until(() => requests.length === 2);
    control.abort();
    expect((await answer.over).failure?.code).toBe('ABORT_ERR');
    await until(() => server.sockets[1]!.destroyed);
  });

  it('that gave its request away has not reached an upstream which is not there any more', async () => {
    const server = await rig.serve(always(OK));
    const transport = rig.transportTo(server);
    await ask(transport).over;
    await turn();
    const answer = new RecordedAnswer();
    setImmediate(() => {
      server.server.close();
      server.sockets[0]!.end();
      transport.send(requestOf(), answer);
    });
    expect(await answer.over).toMatchObject({ reached: 0, failure: { code: 'ECONNREFUSED' } });
  });

  it('is left alone by whoever held the exchange before', async () => {
    const server = await rig.serve((socket) => {
      let requests = 0;
      eachHead(socket, () => {
        if (requests++ === 0) socket.write(OK);
        else setTimeout(() => socket.write(OK), 50);
      });
    });
    const transport = rig.transportTo(server);
    const first = new UpstreamExchange();
    first.send(transport, requestOf());
    await first.head;
    while (!first.ended) await first.activity();
    const second = ask(transport);
    first.pause();
    await turn();
    first.abort();
    first.resume();
    first.pause();
    expect(await second.over).toMatchObject({ failure: null, text: 'ok' });
    expect(server.sockets).toHaveLength(1);
  });

  it('was not left paused by an answer that ended while nobody read', async () => {
    const body = Buffer.alloc(600 * 1024, 'x');
    const server = await rig.serve((socket) =>
      eachHead(socket, () => {
        socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n`);
        socket.write(body);
      }),
    );
    const transport = rig.transportTo(server);
    for (let i = 0; i < 3; i++) {
      const answer = new RecordedAnswer();
      const control = transport.send(requestOf(), answer);
      answer.onEachPiece = () => {
        // Paused within the very piece that ends the answer.
        if (answer.bytes === body.length) control.pause();
      };
      expect((await answer.over).bytes).toBe(body.length);
    }
    expect(server.sockets).toHaveLength(1);
  });
});
