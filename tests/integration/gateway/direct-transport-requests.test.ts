/** What the direct transport puts on the wire, and what it does when the answer comes before all of it is there. */
import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { ask, DirectRig } from '../../support/direct-rig.ts';
import { type RawUpstream, startRawUpstream } from '../../support/raw-upstream.ts';
import { RecordedAnswer, type RequestParts, requestOf } from '../../support/recorded-answer.ts';
import { SeededRandom } from '../../support/seeded-random.ts';
import { eachHead, OK, until } from '../../support/socket-server.ts';

const rig = new DirectRig();
afterEach(() => {
  return rig.close();
});

async function upstream(): Promise<RawUpstream> {
  const started = await startRawUpstream();
  rig.defer(() => started[Symbol.asyncDispose]());
  return started;
}

const sha = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const lengthOf = (body: readonly Buffer[]) => body.reduce((sum, piece) => sum + piece.length, 0);
const post = (body: readonly Buffer[]) => ({
  method: 'POST',
  headers: ['content-length', String(lengthOf(body))],
  body,
});

describe('a request', () => {
  it('has its line, the host, its headers as they are, and nothing else', async () => {
    const server = await upstream();
    const transport = rig.transportTo(new URL(server.url));
    const headers = ['X-One', '1', 'x-two', 'a \t\xe4\xff', 'X-One', '2', 'empty', ''];
    await ask(transport, { method: 'DELETE', path: '/a/b?c=%20&d=\xe4', headers }).over;
    expect(server.received).toEqual([
      {
        requestLine: 'DELETE /a/b?c=%20&d=\xe4 HTTP/1.1',
        headers: [
          ['host', `127.0.0.1:${server.port}`],
          ['connection', 'keep-alive'],
          ...[
            ['X-One', '1'],
            ['x-two', 'a \t\xe4\xff'],
            ['X-One', '2'],
            ['empty', ''],
          ],
        ],
        body: Buffer.alloc(0),
      },
    ]);
  });

  it.each([
    ['GET', []],
    ['HEAD', []],
    ['DELETE', []],
    ['POST', ['0']],
    ['PUT', ['0']],
    ['PATCH', ['0']],
  ])('%s without a body announces the lengths %j', async (method, lengths) => {
    const server = await upstream();
    await ask(rig.transportTo(new URL(server.url)), { method }).headed;
    const { headers } = server.received[0]!;
    expect(headers.filter(([name]) => name === 'content-length').map(([, value]) => value)).toEqual(lengths);
  });

  it.each([1, 255, 16 * 1024 - 1, 16 * 1024, 16 * 1024 + 1, 256 * 1024, 300 * 1024])(
    'with a body of %i bytes in one piece or several arrives byte for byte',
    async (size) => {
      const server = await upstream();
      const transport = rig.transportTo(new URL(server.url));
      const bytes = Buffer.from(new SeededRandom(String(size)).bytes(size));
      for (const pieceSize of [size, Math.ceil(size / 2), Math.ceil(size / 7), 1 + Math.floor(size / 300)]) {
        const body: Buffer[] = [];
        for (let at = 0; at < size; at += pieceSize) body.push(bytes.subarray(at, at + pieceSize));
        expect((await ask(transport, post(body)).over).failure).toBeNull();
        expect(server.received.at(-1)!.body.equals(bytes)).toBe(true);
      }
      expect(server.connections).toBe(1);
    },
  );

  it('with 20 MB in pieces arrives byte for byte, and no turn of the event loop waits for it', async () => {
    const hash = createHash('sha256');
    const size = 20 * 1024 * 1024;
    const server = await rig.serve((socket) => {
      let left = -1;
      socket.on('data', (data: Buffer) => {
        const from = left < 0 ? data.indexOf('\r\n\r\n') + 4 : 0;
        if (left < 0) left = size;
        hash.update(data.subarray(from));
        left -= data.length - from;
        if (left === 0) socket.write(OK);
      });
    });
    const body = Array.from({ length: 320 }, (_, i) => Buffer.alloc(64 * 1024, i & 0xff));
    let turns = 0;
    let isOver = false;
    const count = () => {
      turns++;
      if (!isOver) setImmediate(count);
    };
    setImmediate(count);
    const answer = await ask(rig.transportTo(server.origin), { ...post(body), silenceMs: 20_000 }).over;
    isOver = true;
    expect(answer.text).toBe('ok');
    expect(hash.digest('hex')).toBe(sha(Buffer.concat(body)));
    // Eighty slices of 256 KiB, with turns of the event loop between them for everybody else.
    expect(turns).toBeGreaterThan(60);
  });

  it('keeps nothing of a large body that the upstream does not take', async () => {
    const server = await rig.serve((socket) => socket.pause());
    const transport = rig.transportTo(server.origin);
    const body = Array.from({ length: 320 }, () => Buffer.alloc(64 * 1024));
    const answer = new RecordedAnswer();
    const control = transport.send(requestOf({ ...post(body), silenceMs: 300 }), answer);
    await until(() => server.sockets.length === 1);
    expect((await answer.over).failure?.code).toBe('ETIMEDOUT');
    control.abort();
  });
});

describe('an answer that comes early', () => {
  it('while 5 MB are still being sent is delivered, and its connection is not used again', async () => {
    const server = await rig.serve((socket, index) => {
      if (index > 0) eachHead(socket, () => socket.write(OK));
      else {
        socket.once('data', () => {
          socket.pause();
          socket.write(`HTTP/1.1 413 Too Large\r\ncontent-length: 5\r\n\r\nlarge`);
        });
      }
    });
    const transport = rig.transportTo(server.origin);
    const body = Array.from({ length: 80 }, () => Buffer.alloc(64 * 1024));
    const answer = await ask(transport, post(body)).over;
    expect(answer).toMatchObject({ failure: null, text: 'large' });
    expect(answer.head!.status).toBe(413);
    expect((await ask(transport).over).text).toBe('ok');
    expect(server.sockets).toHaveLength(2);
  });

  it('does not stop the body: an upstream that answers while it reads gets all of it', async () => {
    const size = 80 * 64 * 1024;
    let received = 0;
    const server = await rig.serve((socket) =>
      socket.on('data', (data: Buffer) => {
        if (received === 0) socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n');
        received += data.length;
        if (received > size) socket.write('0\r\n\r\n');
      }),
    );
    const body = Array.from({ length: 80 }, () => Buffer.alloc(64 * 1024));
    const answer = await ask(rig.transportTo(server.origin), post(body)).over;
    expect(answer).toMatchObject({ failure: null, text: 'ok' });
    expect(received).toBeGreaterThan(size);
  });
});

describe('a request that cannot be sent as it is', () => {
  it.each<[string, RequestParts]>([
    ['CR and LF in the path', { path: '/ HTTP/1.1\r\nx: y\r\n\r\n' }],
    ['a blank in the path', { path: '/a b' }],
    ['a tab in the path', { path: '/a\tb' }],
    ['NUL in the path', { path: '/a\0' }],
    ['characters beyond latin1 in the path', { path: '/\u010d\u010a' }],
    ['a blank in the method', { method: 'GET /x HTTP/1.1\r\n\r\nGET' }],
    ['LF in the method', { method: 'GET\n' }],
    ['no method', { method: '' }],
  ])('because of %s fails in a later turn, with nothing on the wire', async (_name, more) => {
    let bytes = 0;
    const server = await rig.serve((socket) => {
      socket.on('data', (data: Buffer) => {
        bytes += data.length;
      });
    });
    const transport = rig.transportTo(server.origin);
    const answer = ask(transport, more);
    expect(answer.failure).toBeNull();
    await answer.over;
    expect(answer.failure?.code).toBe('ERR_INVALID_CHAR');
    expect(answer.reached).toBe(0);
    await transport.close();
    await until(() => server.sockets.every(({ destroyed }) => destroyed));
    expect(bytes).toBe(0);
  });
});
