import { afterEach, describe, expect, it } from 'vitest';
import type { DirectTransport } from '../../../src-main/core/gateway/upstream/direct-transport.ts';
import type { ExchangeControl } from '../../../src-main/core/gateway/upstream/transport.ts';
import { DirectRig } from '../../support/direct-rig.ts';
import { RecordedAnswer, type RequestParts, requestOf } from '../../support/recorded-answer.ts';
import { eachHead, OK, until } from '../../support/socket-server.ts';

const rig = new DirectRig();
afterEach(() => {
  return rig.close();
});

function ask(
  transport: DirectTransport,
  more: RequestParts = {},
): { answer: RecordedAnswer; control: ExchangeControl } {
  const answer = new RecordedAnswer();
  return { answer, control: transport.send(requestOf(more), answer) };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const LENGTH = 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n';
const CHUNKED = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n';
const UNTIL_CLOSE = 'HTTP/1.1 200 OK\r\n\r\n';

describe('an upstream that breaks', () => {
  const places: [string, string, string][] = [
    ['before its answer', '', ''],
    ['in its head', 'HTTP/1.1 200 OK\r\ncontent-', ''],
    ['behind an interim answer', 'HTTP/1.1 103 Early Hints\r\n\r\n', ''],
    ['behind its head', LENGTH, ''],
    ['in its body', `${LENGTH}hello`, 'hello'],
    ['in the size of a chunk', `${CHUNKED}5`, ''],
    ['in a chunk', `${CHUNKED}5\r\nhel`, 'hel'],
    ['between two chunks', `${CHUNKED}5\r\nhello\r\n`, 'hello'],
    ['in its trailers', `${CHUNKED}5\r\nhello\r\n0\r\nx: y`, 'hello'],
  ];

  it.each(places)('%s by closing fails the exchange, after what came before', async (_name, text, body) => {
    const server = await rig.serve((socket) => eachHead(socket, () => socket.end(text)));
    const { answer } = ask(rig.transportTo(server));
    await answer.over;
    expect(answer).toMatchObject({ reached: 1, ended: false, text: body });
    expect(answer.failure?.code).toBe('ECONNRESET');
    expect(answer.head?.status).toBe(
      text.startsWith('HTTP/1.1 200 OK\r\nt') || text.startsWith(LENGTH) ? 200 : undefined,
    );
  });

  it.each([...places, ['in a body without a length', `${UNTIL_CLOSE}hello`, 'hello']])(
    '%s by a reset fails the exchange',
    async (_name, text, body) => {
      const server = await rig.serve((socket) =>
        eachHead(socket, () => {
          socket.write(text || 'H');
          setTimeout(() => socket.resetAndDestroy(), 20);
        }),
      );
      const transport = rig.transportTo(server);
      const { answer } = ask(transport);
      await answer.over;
      expect(answer).toMatchObject({ reached: 1, ended: false, text: body });
      expect(answer.failure?.code).toBe('ECONNRESET');
      const next = ask(transport).answer;
      await until(() => server.sockets.length === 2);
      await next.over;
    },
  );

  it('with what is no answer fails the exchange, and its connection is not used again', async () => {
    for (const [text, status] of [
      ['HTTP/2.0 200 OK\r\n\r\n', undefined],
      [`${LENGTH.replace('10', '+1')}hello`, undefined],
      [`${CHUNKED}5\r\nhelloo\r\n`, 200],
    ] as const) {
      const server = await rig.serve((socket, index) =>
        eachHead(socket, () => socket.write(index === 0 ? text : OK)),
      );
      const transport = rig.transportTo(server);
      const { answer } = ask(transport);
      await answer.over;
      expect(answer.failure?.code).toBe('ERR_INVALID_ANSWER');
      expect(answer.head?.status).toBe(status);
      expect((await ask(transport).answer.over).text).toBe('ok');
      expect(server.sockets).toHaveLength(2);
    }
  });

  it('while it still gets a large body fails the exchange once', async () => {
    const server = await rig.serve((socket) => socket.once('data', () => socket.resetAndDestroy()));
    const body = Array.from({ length: 80 }, () => Buffer.alloc(64 * 1024));
    const { answer } = ask(rig.transportTo(server), {
      method: 'POST',
      headers: ['content-length', String(80 * 64 * 1024)],
      body,
    });
    await answer.over;
    expect(answer.failure?.code).toMatch(/^(?:ECONNRESET|EPIPE)$/);
    await pause(30);
  });
});

describe('silence', () => {
  it.each([
    ['before the head', ''],
    ['in the head', 'HTTP/1.1 200 OK\r\n'],
    ['in the body', `${LENGTH}hello`],
    ['in a chunk', `${CHUNKED}5\r\nhel`],
    ['in a body without a length', `${UNTIL_CLOSE}hello`],
  ])('%s fails the exchange when it has lasted too long', async (_name, text) => {
    const server = await rig.serve((socket) => eachHead(socket, () => socket.write(text)));
    const startedAt = performance.now();
    const { answer } = ask(rig.transportTo(server), { silenceMs: 80 });
    await answer.over;
    expect(answer.failure?.code).toBe('ETIMEDOUT');
    expect(performance.now() - startedAt).toBeGreaterThan(75);
    await until(() => server.sockets[0]!.destroyed);
  });

  it('is counted anew with every byte, and anew for every request', async () => {
    const server = await rig.serve((socket) =>
      eachHead(socket, async () => {
        for (const byte of OK) {
          socket.write(byte);
          await pause(5);
        }
      }),
    );
    const transport = rig.transportTo(server);
    const startedAt = performance.now();
    const { answer } = ask(transport, { silenceMs: 100 });
    await answer.over;
    expect(answer).toMatchObject({ failure: null, text: 'ok' });
    expect(performance.now() - startedAt).toBeGreaterThan(150);
    await pause(60);
    expect((await ask(transport, { silenceMs: 101 }).answer.over).failure).toBeNull();
    expect((await ask(transport, { silenceMs: 2_000 }).answer.over).failure).toBeNull();
    expect(server.sockets).toHaveLength(1);
  });

  it('does not count while the exchange is paused, and counts again afterwards', async () => {
    const server = await rig.serve((socket) => eachHead(socket, () => socket.write(`${LENGTH}hello`)));
    const { answer, control } = ask(rig.transportTo(server), { silenceMs: 80 });
    await answer.headed;
    control.pause();
    await pause(300);
    expect(answer.failure).toBeNull();
    control.resume();
    const resumedAt = performance.now();
    await answer.over;
    expect(answer.failure?.code).toBe('ETIMEDOUT');
    expect(performance.now() - resumedAt).toBeGreaterThan(75);
  });

  it('of an idle connection closes it and nothing else', async () => {
    const server = await rig.serve((socket) => eachHead(socket, () => socket.write(OK)));
    const transport = rig.transportTo(server);
    await ask(transport, { silenceMs: 60 }).answer.over;
    await until(() => server.sockets[0]!.destroyed);
    expect((await ask(transport, { silenceMs: 60 }).answer.over).text).toBe('ok');
  });
});

describe('an exchange that is held back', () => {
  it('takes no more than what was on its way, and all of it afterwards', async () => {
    const body = Buffer.from(Array.from({ length: 8 * 1024 * 1024 }, (_, i) => (i * 7) & 0xff));
    const server = await rig.serve((socket) =>
      eachHead(socket, () => {
        socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n`);
        socket.write(body);
      }),
    );
    const { answer, control } = ask(rig.transportTo(server));
    let pieces = 0;
    answer.onEachPiece = () => {
      if (++pieces % 10 !== 0) return;
      control.pause();
      const { bytes } = answer;
      setTimeout(() => {
        expect(answer.bytes).toBe(bytes);
        control.resume();
      }, 5);
    };
    await answer.over;
    expect(answer.failure).toBeNull();
    expect(answer.body.equals(body)).toBe(true);
  });

  it('hears the end of a body that was closed while it was paused', async () => {
    const server = await rig.serve((socket) => eachHead(socket, () => socket.end(`${UNTIL_CLOSE}hello`)));
    const { answer, control } = ask(rig.transportTo(server));
    await answer.headed;
    control.pause();
    await pause(30);
    control.resume();
    expect(await answer.over).toMatchObject({ text: 'hello', ended: true });
  });

  it('before its connection stands gets its answer when it is let go', async () => {
    const server = await rig.serve((socket) => eachHead(socket, () => socket.write(OK)));
    const { answer, control } = ask(rig.transportTo(server));
    control.pause();
    await pause(50);
    expect(answer.head).toBeNull();
    control.resume();
    expect((await answer.over).text).toBe('ok');
  });
});

describe('an exchange that is cut', () => {
  it.each([
    ['at once', 'at once'],
    ['when the connection stands', 'reached'],
    ['before the head', 'asked'],
    ['with its head', 'head'],
    ['with a piece', 'piece'],
    ['while it is paused', 'paused'],
  ])('%s fails with the cut, once, and its connection is closed', async (_name, when) => {
    const server = await rig.serve((socket, index) =>
      eachHead(socket, () =>
        socket.write(index > 0 ? OK : when === 'asked' ? 'HTTP/1.1 ' : `${CHUNKED}5\r\nhello\r\n`),
      ),
    );
    const transport = rig.transportTo(server);
    const answer = new RecordedAnswer();
    const tell = answer.onHead.bind(answer);
    const reach = answer.onReached.bind(answer);
    answer.onHead = (head) => {
      tell(head);
      if (when === 'head') control.abort();
    };
    answer.onReached = () => {
      reach();
      if (when === 'reached') control.abort();
    };
    answer.onEachPiece = () => {
      if (when === 'piece') control.abort();
      if (when !== 'paused') return;
      control.pause();
      setTimeout(() => control.abort(), 10);
    };
    const control = transport.send(requestOf(), answer);
    if (when === 'at once') control.abort();
    if (when === 'asked') {
      await until(() => server.sockets.length === 1);
      await pause(20);
      control.abort();
    }
    await answer.over;
    expect(answer.failure?.code).toBe('ABORT_ERR');
    expect(answer.head !== null).toBe(['head', 'piece', 'paused'].includes(when));
    control.abort();
    control.pause();
    control.resume();
    control.abort();
    expect(
      server.sockets.every((socket) => socket.bytesRead === 0) || !['at once', 'reached'].includes(when),
    ).toBe(true);
    await until(() => server.sockets.every(({ destroyed }) => destroyed));
    await ask(transport).answer.headed;
  });

  it('by a piece of the read that ends it fails, and what came behind is not told', async () => {
    const server = await rig.serve((socket) =>
      eachHead(socket, () => socket.write(`${CHUNKED}5\r\nhello\r\n0\r\n\r\n`)),
    );
    const { answer, control } = ask(rig.transportTo(server));
    answer.onEachPiece = () => control.abort();
    await answer.over;
    expect(answer).toMatchObject({ ended: false, text: 'hello' });
    expect(answer.failure?.code).toBe('ABORT_ERR');
  });
});
