/** An upstream that keeps every byte it gets and answers with exactly the bytes it is told to, on raw sockets. */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

export interface ReceivedRequest {
  readonly requestLine: string;
  /** Names and values as they came, in order. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer;
}

/** The pieces of an answer, each written by itself; `end` closes the connection behind them. */
export interface RawAnswer {
  readonly pieces: readonly Buffer[];
  readonly end?: boolean;
  /** Waits for this and then answers an empty JSON object. */
  readonly hold?: Promise<void>;
}

export interface RawUpstream extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly received: ReceivedRequest[];
  /** Connections taken so far. */
  readonly connections: number;
  answer: (request: ReceivedRequest) => RawAnswer;
}

const EMPTY_OBJECT = Buffer.from('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}');

/** Starts an upstream on a free loopback port; it answers an empty JSON object until told otherwise. */
export async function startRawUpstream(): Promise<RawUpstream> {
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    connections++;
    socket.setNoDelay(true);
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
    serve(socket, upstream);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const upstream: RawUpstream = {
    url: `http://127.0.0.1:${port}`,
    port,
    received: [],
    get connections() {
      return connections;
    },
    answer: () => ({ pieces: [EMPTY_OBJECT] }),
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
  return upstream;
}

function serve(socket: Socket, upstream: RawUpstream): void {
  let pending = Buffer.alloc(0);
  socket.on('data', async (data: Buffer) => {
    pending = Buffer.concat([pending, data]);
    const request = parseRequest(pending);
    if (!request) return;
    pending = Buffer.alloc(0);
    upstream.received.push(request);
    const { pieces, end, hold } = upstream.answer(request);
    await hold;
    if (hold) socket.write(EMPTY_OBJECT);
    for (const piece of pieces) {
      if (socket.destroyed) return;
      socket.write(piece);
      // Each piece is a read of its own for the other side, as far as that can be had.
      await new Promise((resolve) => setImmediate(resolve));
    }
    if (end) socket.end();
  });
}

/** A whole request with an announced length, or null while it is not all there. */
function parseRequest(bytes: Buffer): ReceivedRequest | null {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd < 0) return null;
  const [requestLine = '', ...lines] = bytes.subarray(0, headEnd).toString('latin1').split('\r\n');
  const headers = lines.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1).trim()] as const;
  });
  const length = Number(headers.find(([name]) => name.toLowerCase() === 'content-length')?.[1] ?? 0);
  const body = bytes.subarray(headEnd + 4);
  return body.length < length ? null : { requestLine, headers, body: Buffer.from(body.subarray(0, length)) };
}
