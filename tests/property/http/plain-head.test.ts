/**
 * The reader of plain requests held against Node's server: the same bytes over real sockets, valid ones and damaged ones.
 * Whatever it takes Node takes as well, and reads the same in it, up to the same byte. It may leave anything to Node.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PlainHead, readPlainHead } from '../../../src-main/core/http/plain/plain-head.ts';
import { LIMITS } from '../../../src-main/core/http/server.ts';
import { RequestDraw } from '../../support/plain-requests.ts';
import { SeededRandom } from '../../support/seeded-random.ts';

const REQUESTS_PER_SEED = 1_000;
const AT_ONCE = 8;
/** Names that something is decided by. */
const DECISIVE = [
  'host',
  'origin',
  'authorization',
  'x-api-key',
  'x-rota-key',
  'content-length',
  'connection',
];

interface ReadRequest {
  readonly method: string;
  readonly url: string;
  readonly rawHeaders: readonly string[];
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** False where the connection ended within the body. */
  readonly isWhole: boolean;
  /** Another request may follow. */
  readonly keepsAlive: boolean;
}

/** What Node made of the bytes of a connection. */
interface Reading {
  readonly requests: readonly ReadRequest[];
  /** Why it would read no further. */
  readonly error: string | null;
}

/** Node's server with the options of the port. It reads one connection at a time, and answers nothing that it took. */
class NodeReader {
  readonly #server: Server;
  #requests: { request: IncomingMessage; response: ServerResponse; pieces: Buffer[] }[] = [];
  #error: string | null = null;

  constructor() {
    this.#server = createServer({
      maxHeaderSize: LIMITS.maxHeaderBytes,
      headersTimeout: LIMITS.headersTimeoutMs,
      requestTimeout: LIMITS.requestTimeoutMs,
      keepAliveTimeout: LIMITS.keepAliveMs,
      noDelay: true,
      insecureHTTPParser: false,
      requireHostHeader: true,
    });
    this.#server.on('request', (request, response) => {
      const pieces: Buffer[] = [];
      this.#requests.push({ request, response, pieces });
      request.on('error', () => {});
      request.on('data', (piece: Buffer) => pieces.push(piece));
    });
    this.#server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
      this.#error = error.code ?? error.message;
      // What has been read before the error gets to its request in this turn.
      setImmediate(() => socket.destroy());
    });
    for (const event of ['connect', 'upgrade']) {
      this.#server.on(event, (_request: IncomingMessage, socket: Socket) => {
        this.#error = event;
        socket.destroy();
      });
    }
  }

  async open(): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async read(bytes: Buffer): Promise<Reading> {
    this.#requests = [];
    this.#error = null;
    const accepted = once(this.#server, 'connection');
    const client = connect((this.#server.address() as AddressInfo).port, '127.0.0.1');
    client.on('error', () => {});
    client.resume();
    client.end(bytes);
    const [socket] = (await accepted) as [Socket];
    await once(socket, 'close');
    client.destroy();
    const requests = this.#requests.map(({ request, response, pieces }) => ({
      method: request.method!,
      url: request.url!,
      rawHeaders: request.rawHeaders,
      headers: request.headers,
      body: Buffer.concat(pieces).toString('latin1'),
      isWhole: request.complete,
      keepsAlive: response.shouldKeepAlive,
    }));
    return { requests, error: this.#error };
  }
}

const readers = Array.from({ length: AT_ONCE }, () => new NodeReader());
beforeAll(() => Promise.all(readers.map((reader) => reader.open())));
afterAll(() => Promise.all(readers.map((reader) => reader.close())));

const NOTHING: Pick<ReadRequest, 'headers'> = { headers: {} };
const ANOTHER = Buffer.from('GET /v1/another HTTP/1.1\r\nhost: a\r\n\r\n');

/** Where the two readings of `bytes`, whose head was taken, are not the same; null where they are. */
async function difference(
  node: NodeReader,
  head: PlainHead,
  bytes: Buffer,
  reading: Reading,
): Promise<unknown> {
  const bodyEnd = head.length + head.bodyLength;
  const first = {
    method: head.method,
    url: head.target,
    rawHeaders: head.headers.list(),
    body: bytes.toString('latin1', head.length, bodyEnd),
    isWhole: bytes.length >= bodyEnd,
    keepsAlive: true,
  };
  const { headers, ...read } = reading.requests[0] ?? NOTHING;
  if (!isDeepStrictEqual(first, read)) return { node: read, error: reading.error, plain: first };
  for (const name of DECISIVE) {
    if (headers[name] !== head.headers.get(name))
      return { name, node: headers[name], plain: head.headers.get(name) };
  }
  if (!first.isWhole) return null;
  // What comes behind the end of the message is to Node what it would be behind any other.
  const behind = { requests: reading.requests.slice(1), error: reading.error };
  const { requests, error } = await node.read(Buffer.concat([ANOTHER, bytes.subarray(bodyEnd)]));
  const elsewhere = { requests: requests.slice(1), error };
  return isDeepStrictEqual(behind, elsewhere) ? null : { behind, elsewhere };
}

interface Outcomes {
  taken: number;
  left: number;
  /** Of those that were left, how many Node found a request in. */
  leftAndRead: number;
  leftAndRefused: number;
  /** What was taken and is something else to Node. */
  readonly different: unknown[];
}

/** Has all of them read by both. */
async function compareAll(drawn: readonly Buffer[]): Promise<Outcomes> {
  const outcomes: Outcomes = { taken: 0, left: 0, leftAndRead: 0, leftAndRefused: 0, different: [] };
  const waiting = [...drawn];
  await Promise.all(
    readers.map(async (node) => {
      for (let bytes = waiting.pop(); bytes; bytes = waiting.pop()) {
        const head = readPlainHead(bytes, LIMITS.maxHeaderBytes);
        const reading = await node.read(bytes);
        if (head) {
          outcomes.taken++;
          const found = await difference(node, head, bytes, reading);
          if (found !== null) outcomes.different.push({ bytes: bytes.toString('latin1'), found });
        } else {
          outcomes.left++;
          outcomes[reading.requests.length > 0 ? 'leftAndRead' : 'leftAndRefused']++;
        }
      }
    }),
  );
  return outcomes;
}

const NEXT = 'GET /v1/next HTTP/1.1\r\nhost: b\r\n\r\n';
/** Lines that are read in more than one way out there, each with one in Claude Code's shape before and behind it. */
const DISPUTED = [
  ...[
    'content-length: 5\t',
    'content-length:5 \t ',
    'content-length: 000000000000005',
    'content-length: 5;a',
  ],
  ...[
    'content-length: 5\r\ncontent-length: 5',
    'content-length: 5\r\ncontent-length: 6',
    'content-length: 5, 5',
  ],
  ...['content-length: 5\r\ntransfer-encoding: chunked', 'transfer-encoding: chunked\r\ncontent-length: 5'],
  ...['content-length: 5\r\ntransfer-encoding: x', 'content-length: 5\r\ntransfer-encoding:\tchunked'],
  ...[
    'content-length: 5\r\ntransfer-encoding\t: chunked',
    'content-length: 5\r\nx: y\n transfer-encoding: chunked',
  ],
  ...[
    'content-length: 5\r\nx: y\ntransfer-encoding: chunked',
    'content-length: 5\r\nx:\rtransfer-encoding: chunked',
  ],
  ...[
    'content-length: 5\r\n\ttransfer-encoding: chunked',
    'content-length:\r\n 5',
    'content-length: 5\r\n 0',
  ],
  ...['content-length: 5\r\nproxy-connection: close', 'content-length: 5\r\nproxy-connection: upgrade'],
  ...[
    'content-length: 5\r\nproxy-connection: keep-alive, close',
    'content-length: 5\r\nProxy-Connection: x,\tCLOSE ',
  ],
  ...['content-length: 5\r\nconnection: \tkeep-alive\t', 'content-length: 5\r\nkeep-alive: timeout=0, max=1'],
  ...['content-length: 5\r\nhost: c', 'content-length: 5\r\norigin:\t', 'content-length: 5\r\nconnection:'],
  ...['content-length: 999999999999999', 'content-length: 18446744073709551621', 'content-length: +5'],
];

/** Where any byte may come to stand. */
const PLACES: Readonly<Record<string, (byte: string) => string>> = {
  'before a request': (byte) => `${byte}GET /v1/a HTTP/1.1\r\nhost: a\r\n\r\n`,
  'in a method': (byte) => `GET${byte} /v1/a HTTP/1.1\r\nhost: a\r\n\r\n`,
  'in place of a blank': (byte) => `GET${byte}/v1/a HTTP/1.1\r\nhost: a\r\n\r\n`,
  'in a path': (byte) => `GET /v1/a${byte}b HTTP/1.1\r\nhost: a\r\n\r\n`,
  'in a query': (byte) => `GET /v1/a?b${byte} HTTP/1.1\r\nhost: a\r\n\r\n`,
  'in a version': (byte) => `GET /v1/a HTTP/1.1${byte}\r\nhost: a\r\n\r\n`,
  'before a name': (byte) => `GET /v1/a HTTP/1.1\r\nhost: a\r\n${byte}x: y\r\n\r\n`,
  'in a name': (byte) => `GET /v1/a HTTP/1.1\r\nhost: a\r\nx${byte}y: z\r\n\r\n`,
  'behind a name': (byte) => `GET /v1/a HTTP/1.1\r\nhost${byte}: a\r\n\r\n`,
  'in a value': (byte) => `GET /v1/a HTTP/1.1\r\nhost: a${byte}b\r\n\r\n`,
  'around a value': (byte) => `GET /v1/a HTTP/1.1\r\nhost:${byte}a${byte}\r\n\r\n`,
  'before the end of a line': (byte) => `GET /v1/a HTTP/1.1\r\nhost: a${byte}\n\r\n`,
  'before a length': (byte) => `POST /v1/a HTTP/1.1\r\nhost: a\r\ncontent-length:${byte}3\r\n\r\nabc${NEXT}`,
  'behind a length': (byte) => `POST /v1/a HTTP/1.1\r\nhost: a\r\ncontent-length: 3${byte}\r\n\r\nabc${NEXT}`,
  'behind a connection': (byte) =>
    `GET /v1/a HTTP/1.1\r\nhost: a\r\nconnection: keep-alive${byte}\r\n\r\n${NEXT}`,
  'behind a head': (byte) => `GET /v1/a HTTP/1.1\r\nhost: a\r\n\r\n${byte}${NEXT}`,
};

describe('a plain request', () => {
  it.each(['one', 'two', 'three'])('is to Node what it is to the reader (seed %s)', async (seed) => {
    const draw = new RequestDraw(new SeededRandom(`plain-head ${seed}`));
    const drawn = Array.from({ length: REQUESTS_PER_SEED }, () => draw.next());
    const outcomes = await compareAll(drawn.map(({ bytes }) => bytes));
    expect(outcomes.different).toEqual([]);
    // One that is as Claude Code sends it is not left to Node.
    const whole = drawn.filter(({ isDamaged }) => !isDamaged);
    expect(whole.filter(({ bytes }) => readPlainHead(bytes, LIMITS.maxHeaderBytes) === null)).toEqual([]);
    // A draw that only made rubbish, or nothing but, would prove little.
    expect(outcomes.taken).toBeGreaterThan(REQUESTS_PER_SEED / 3);
    expect(outcomes.taken).toBeGreaterThan(whole.length + REQUESTS_PER_SEED / 20);
    expect(outcomes.left).toBeGreaterThan(REQUESTS_PER_SEED / 5);
    expect(outcomes.leftAndRead).toBeGreaterThan(REQUESTS_PER_SEED / 20);
    expect(outcomes.leftAndRefused).toBeGreaterThan(REQUESTS_PER_SEED / 5);
  });

  it('is to Node what it is to the reader with any byte in any place', async () => {
    const all = Object.values(PLACES).flatMap((place) =>
      Array.from({ length: 256 }, (_, byte) => Buffer.from(place(String.fromCharCode(byte)), 'latin1')),
    );
    const { taken, leftAndRefused, different } = await compareAll(all);
    expect(different).toEqual([]);
    expect(taken).toBeGreaterThan(all.length / 5);
    expect(leftAndRefused).toBeGreaterThan(all.length / 5);
  });

  it('is to Node what it is to the reader where lines are in dispute', async () => {
    const all = DISPUTED.flatMap((lines) =>
      ['hello', 'hello\r\n', `hello${NEXT}`, `0\r\n\r\n${NEXT}`, 'hell'].flatMap((body) => [
        `POST /v1/a HTTP/1.1\r\nhost: a\r\n${lines}\r\nx: y\r\n\r\n${body}`,
        `POST /v1/a HTTP/1.1\r\n${lines}\r\nhost: a\r\n\r\n${body}`,
      ]),
    );
    const { taken, left, different } = await compareAll(all.map((text) => Buffer.from(text, 'latin1')));
    expect(different).toEqual([]);
    expect(taken).toBeGreaterThan(0);
    expect(left).toBeGreaterThan(0);
  });
});
