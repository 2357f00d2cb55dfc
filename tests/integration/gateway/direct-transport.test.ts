/** Connections of the direct transport on real sockets: which one takes a request, and when none may. */
import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { ask, DirectRig } from '../../support/direct-rig.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { RecordedAnswer, requestOf } from '../../support/recorded-answer.ts';
import { eachHead, OK, until } from '../../support/socket-server.ts';

const rig = new DirectRig();
afterEach(() => {
  return rig.close();
});

/** Answers each request on a socket with `text`. */
const always = (text: string) => (socket: Socket) => eachHead(socket, () => socket.write(text));

describe('connections', () => {
  it('serve one request after the other, without any that waits while another is open', async () => {
    const server = await rig.serve(always(OK));
    const transport = rig.transportTo(server);
    for (let i = 0; i < 10; i++) expect((await ask(transport).over).text).toBe('ok');
    expect(server.sockets).toHaveLength(1);
  });

  it('are as many as there are requests at once', async () => {
    const waiting: Socket[] = [];
    const server = await rig.serve((socket) => eachHead(socket, () => waiting.push(socket)));
    const transport = rig.transportTo(server);
    const answers = Array.from({ length: 100 }, () => ask(transport));
    await until(() => waiting.length === 100);
    expect(new Set(waiting).size).toBe(100);
    for (const socket of waiting) socket.write(OK);
    for (const answer of answers) expect((await answer.over).ended).toBe(true);
    expect(server.sockets).toHaveLength(100);
  });

  it('are used again in reverse order, so that those nobody needs grow old', async () => {
    const order: number[] = [];
    const waiting: Socket[] = [];
    const server = await rig.serve((socket, index) =>
      eachHead(socket, (head) => {
        order.push(index);
        if (head.startsWith('GET /hold')) waiting.push(socket);
        else socket.write(OK);
      }),
    );
    const transport = rig.transportTo(server);
    const held = [1, 2, 3].map(() => ask(transport, { path: '/hold' }));
    await until(() => waiting.length === 3);
    const last = [...order];
    for (const index of [0, 1, 2]) {
      server.sockets[last[index]!]!.write(OK);
      await Promise.race(held.filter(({ ended }) => !ended).map(({ over }) => over));
    }
    for (let i = 0; i < 5; i++) await ask(transport).over;
    expect(order.slice(3)).toEqual(Array(5).fill(last[2]));
  });

  it('take a request that is sent while the last one tells its end', async () => {
    const server = await rig.serve(always(OK));
    const transport = rig.transportTo(server);
    const first = ask(transport);
    const second = new RecordedAnswer();
    first.onEnded = () => transport.send(requestOf(), second);
    expect((await second.over).text).toBe('ok');
    expect(server.sockets).toHaveLength(1);
  });

  it('are not kept where the upstream says close, keeps them too short, or ends its body by closing', async () => {
    for (const header of [
      'connection: close\r\ncontent-length: 2',
      'keep-alive: timeout=1\r\ncontent-length: 2',
      'x: y',
    ]) {
      const server = await rig.serve((socket) =>
        eachHead(socket, () => {
          const write = `HTTP/1.1 200 OK\r\n${header}\r\n\r\nok`;
          if (header === 'x: y') socket.end(write);
          else socket.write(write);
        }),
      );
      const transport = rig.transportTo(server);
      const first = ask(transport);
      const second = new RecordedAnswer();
      first.onEnded = () => transport.send(requestOf(), second);
      expect((await second.over).failure).toBeNull();
      expect((await ask(transport).over).text).toBe('ok');
      expect(server.sockets).toHaveLength(3);
    }
  });

  it('are given up a second before the upstream does, and after a minute in any case', async () => {
    for (const [header, usable, old] of [
      ['keep-alive: timeout=5\r\n', 3_999, 4_000],
      ['keep-alive: timeout=600\r\n', 59_999, 60_000],
      ['', 59_999, 60_000],
    ] as const) {
      const clock = new ManualClock();
      const server = await rig.serve(always(OK.replace('\r\n', `\r\n${header}`)));
      const transport = rig.transportTo(server, clock);
      await ask(transport).over;
      clock.advance(usable);
      await ask(transport).over;
      expect(server.sockets).toHaveLength(1);
      clock.advance(old);
      expect((await ask(transport).over).ended).toBe(true);
      expect(server.sockets).toHaveLength(2);
    }
  });

  it('that nobody needs are closed by themselves, and no timer stays behind', async () => {
    const clock = new ManualClock();
    const server = await rig.serve(always(OK));
    const transport = rig.transportTo(server, clock);
    await Promise.all([1, 2, 3].map(() => ask(transport).over));
    clock.advance(60_000);
    await until(() => server.sockets.every(({ destroyed }) => destroyed));
    clock.advance(60_000);
    expect(clock.pendingTimers).toBe(0);
  });

  it('are not used after HEAD: a body that should not be there would be read as the next answer', async () => {
    const server = await rig.serve((socket) => {
      let requests = 0;
      eachHead(socket, () => {
        if (requests++ === 0) socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n');
        else socket.write(`HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nevil${OK}`);
      });
    });
    const transport = rig.transportTo(server);
    expect((await ask(transport, { method: 'HEAD' }).over).ended).toBe(true);
    ask(transport);
    await until(() => server.sockets.length === 2);
  });
});

describe('closing', () => {
  it('lets the running finish, cuts the idle, and ends when the last connection is closed', async () => {
    const held: Socket[] = [];
    const server = await rig.serve((socket) =>
      eachHead(socket, (head) => {
        if (head.startsWith('GET /hold')) held.push(socket);
        else socket.write(OK);
      }),
    );
    const transport = rig.transportTo(server);
    const running = ask(transport, { path: '/hold' });
    await ask(transport).over;
    await until(() => held.length === 1);
    let isClosed = false;
    const closed = transport.close().then(() => {
      isClosed = true;
    });
    await until(() => server.sockets.filter(({ destroyed }) => destroyed).length === 1);
    expect(isClosed).toBe(false);
    held[0]!.write(OK);
    expect((await running.over).text).toBe('ok');
    await closed;
    await until(() => server.sockets.every(({ destroyed }) => destroyed));
  });

  it('fails the running when it destroys, also while a softer closing waits', async () => {
    const server = await rig.serve(() => {});
    const transport = rig.transportTo(server);
    const running = [ask(transport), ask(transport)];
    await until(() => server.sockets.length === 2);
    const ways = [transport.close(), transport.destroy(), transport.destroy()];
    for (const answer of running) expect((await answer.over).failure).not.toBeNull();
    await Promise.all(ways);
    await transport.close();
    await transport.destroy();
  });
});
