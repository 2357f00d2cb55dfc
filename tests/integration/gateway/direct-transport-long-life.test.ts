/** What could go wrong only after a while: mixed-up bytes, listeners and timers that pile up, a process that cannot end. */
import { execFile } from 'node:child_process';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, expect, it, vi } from 'vitest';
import { DirectRig } from '../../support/direct-rig.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { RecordedAnswer, requestOf } from '../../support/recorded-answer.ts';
import { eachHead, LOOPBACK_TLS, OK } from '../../support/socket-server.ts';

const rig = new DirectRig();
afterEach(() => {
  vi.restoreAllMocks();
  return rig.close();
});

/** The `at`-th byte of the `stream`-th stream: no two streams and no two places look alike. */
const byteAt = (stream: number, at: number) => (stream * 131 + at * 7 + (at >> 8) * 13) & 0xff;

it('the bytes of 500 streams at once stay with their stream', async () => {
  const streams = 500;
  const size = 24_000;
  const server = await rig.serve((socket) =>
    eachHead(socket, async (head) => {
      const stream = Number(/\/(\d+) /.exec(head)![1]);
      const isChunked = stream % 2 === 0;
      socket.write(
        `HTTP/1.1 200 OK\r\n${isChunked ? 'transfer-encoding: chunked' : `content-length: ${size}`}\r\n\r\n`,
      );
      for (let at = 0; at < size; ) {
        const length = Math.min(size - at, 1 + ((stream * 37 + at) % 3_000));
        const piece = Buffer.from(Array.from({ length }, (_, i) => byteAt(stream, at + i)));
        if (isChunked) socket.write(`${length.toString(16)}\r\n`);
        socket.write(piece);
        if (isChunked) socket.write('\r\n');
        at += length;
        await new Promise((resolve) => setImmediate(resolve));
      }
      if (isChunked) socket.write('0\r\n\r\n');
    }),
  );
  const transport = rig.transportTo(server);
  const answers = Array.from({ length: streams }, (_, i) => {
    const answer = new RecordedAnswer();
    const control = transport.send(requestOf({ path: `/${i}`, silenceMs: 15_000 }), answer);
    if (i % 5 === 0) {
      answer.onEachPiece = () => {
        control.pause();
        setTimeout(() => answer.ended || control.resume(), i % 7);
      };
    }
    return answer;
  });
  for (const [stream, answer] of answers.entries()) {
    const { body, failure } = await answer.over;
    expect(failure).toBeNull();
    expect(body).toHaveLength(size);
    expect(body.findIndex((byte, at) => byte !== byteAt(stream, at))).toBe(-1);
  }
  expect(server.sockets).toHaveLength(streams);
});

/** Listeners on the socket and timers, which are what an exchange could leave behind. */
function listenersOf(socket: Socket): number {
  return socket.eventNames().reduce((sum, name) => sum + socket.listenerCount(name), 0);
}

it.each([
  ['without TLS', undefined, 20_000],
  ['with TLS', LOOPBACK_TLS, 3_000],
])(
  'one connection serves thousands of requests %s and nothing piles up on it',
  async (_name, tls, requests) => {
    const server = await rig.serve(
      (socket) => {
        let i = 0;
        eachHead(socket, () =>
          socket.write(
            i++ % 2 === 0 ? OK : 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n',
          ),
        );
      },
      tls ? { tls } : {},
    );
    if (tls) {
      const { getCACertificates, setDefaultCACertificates } = await import('node:tls');
      const authorities = getCACertificates('default');
      setDefaultCACertificates([...authorities, LOOPBACK_TLS.cert.toString()]);
      rig.defer(() => setDefaultCACertificates(authorities));
    }
    const clock = new ManualClock();
    const transport = rig.transportTo(server, clock);
    const sockets = new Set<Socket>();
    const setTimeoutOf = Socket.prototype.setTimeout;
    vi.spyOn(Socket.prototype, 'setTimeout').mockImplementation(function (this: Socket, ...rest) {
      if (this.remotePort === server.port) sockets.add(this);
      return setTimeoutOf.apply(this, rest);
    });
    const warnings: Error[] = [];
    const onWarning = (warning: Error) => void warnings.push(warning);
    process.on('warning', onWarning);
    rig.defer(() => process.off('warning', onWarning));

    const ask = () => {
      const answer = new RecordedAnswer();
      transport.send(requestOf(), answer);
      return answer;
    };
    await ask().over;
    const [socket] = sockets;
    const before = listenersOf(socket!);
    let most = before;
    for (let i = 1; i < requests; i++) {
      const answer = await ask().over;
      if (answer.text !== 'ok') throw new Error(`The answer ${i} was "${answer.text}".`);
      if (i % 100 === 0) most = Math.max(most, listenersOf(socket!));
    }
    expect(server.sockets).toHaveLength(1);
    expect(sockets.size).toBe(1);
    expect(most).toBe(before);
    expect(clock.pendingTimers).toBe(1);
    await new Promise((resolve) => setImmediate(resolve));
    expect(warnings).toEqual([]);
  },
);

it('finished exchanges are forgotten with all they held', async () => {
  const size = 2 * 20 * 1024;
  const server = await rig.serve((socket) => {
    let bytes = 0;
    socket.on('data', (data: Buffer) => {
      bytes += data.length;
      if (bytes < size) return;
      bytes = 0;
      socket.write(OK);
    });
  });
  const transport = rig.transportTo(server);
  const held: WeakRef<object>[] = [];
  const ask = async () => {
    const answer = new RecordedAnswer();
    const body = [Buffer.alloc(size / 2), Buffer.alloc(size / 2)];
    held.push(new WeakRef(answer), new WeakRef(body));
    transport.send(requestOf({ method: 'POST', headers: ['content-length', String(size)], body }), answer);
    expect((await answer.over).text).toBe('ok');
  };
  for (let i = 0; i < 20; i++) await ask();
  const { setFlagsFromString } = await import('node:v8');
  setFlagsFromString('--expose-gc');
  const collect = (await import('node:vm')).runInNewContext('gc') as () => void;
  for (let i = 0; i < 5; i++) {
    await new Promise((resolve) => setImmediate(resolve));
    collect();
  }
  // The newest may still stand in a register or in a frame that has not been left.
  expect(held.filter((ref) => ref.deref()).length).toBeLessThanOrEqual(2);
});

it('no timer and no closed transport keeps the process from ending', async () => {
  const core = pathToFileURL(join(import.meta.dirname, '../../../src-main/core')).href;
  const program = `
    import { createServer } from 'node:net';
        import { TurnEnd } from '${core}/gateway/turn-end.ts';
    import { DirectTransport } from '${core}/gateway/upstream/direct-transport.ts';
    import { systemClock } from '${core}/lib/clock.ts';
    const server = createServer((socket) => socket.on('error', () => {}).on('data', (data) => {
      if (String(data).startsWith('GET /ok')) socket.write('HTTP/1.1 204 No Content\\r\\n\\r\\n');
    }));
    server.listen(0, '127.0.0.1', () => {
      const transport = new DirectTransport(new URL('http://127.0.0.1:' + server.address().port), systemClock, new TurnEnd());
      const sink = (done) => ({ onReached() {}, onHead() {}, onPiece() {}, onEnd: done, onFailure: done });
      const send = (path, done) => transport.send({ method: 'GET', path, headers: [], body: [], silenceMs: 600_000 }, sink(done));
      send('/hold', () => console.log('failed'));
      send('/ok', () => {
        console.log('ended');
        server.close();
        transport.destroy().then(() => console.log('destroyed'));
      });
    });`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], {
    timeout: 10_000,
  });
  expect(stdout.trim().split('\n')).toEqual(['ended', 'failed', 'destroyed']);
});
