/** A server on a loopback port that hands its raw sockets to a test. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';

const VECTORS = join(import.meta.dirname, '../vectors/tls');

/** Key and certificate for localhost, 127.0.0.1, ::1 and several.example; the certificate is its own authority. */
export const LOOPBACK_TLS = {
  key: readFileSync(join(VECTORS, 'loopback.key')),
  cert: readFileSync(join(VECTORS, 'loopback.crt')),
};

export interface SocketServer extends AsyncDisposable {
  readonly port: number;
  readonly origin: URL;
  /** Every connection so far, in the order they came, closed ones too. */
  readonly sockets: readonly Socket[];
  readonly server: Server;
}

export interface SocketServerOptions {
  readonly host?: string;
  readonly port?: number;
  readonly tls?: TlsOptions;
}

/** Starts on a free port. The sockets' errors are the test's intention and are swallowed. */
export async function startSocketServer(
  onSocket: (socket: Socket, index: number) => unknown,
  { host = '127.0.0.1', port: wanted = 0, tls }: SocketServerOptions = {},
): Promise<SocketServer> {
  const sockets: Socket[] = [];
  const onConnection = (socket: Socket) => {
    socket.on('error', () => {});
    socket.setNoDelay(true);
    sockets.push(socket);
    onSocket(socket, sockets.length - 1);
  };
  const server = tls ? createTlsServer(tls, onConnection) : createServer(onConnection);
  server.on('tlsClientError', () => {});
  server.listen(wanted, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    origin: new URL(`http${tls ? 's' : ''}://${host.includes(':') ? `[${host}]` : host}:${port}`),
    sockets,
    server,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
  };
}

/** Calls `onHead` with each request head that arrives; for requests without a body. */
export function eachHead(socket: Socket, onHead: (head: string) => void): void {
  let pending = '';
  socket.on('data', (data: Buffer) => {
    pending += data.toString('latin1');
    for (let end = pending.indexOf('\r\n\r\n'); end >= 0; end = pending.indexOf('\r\n\r\n')) {
      const head = pending.slice(0, end);
      pending = pending.slice(end + 4);
      onHead(head);
    }
  });
}

/** Waits until `check` holds, for at most five seconds. */
export async function until(check: () => boolean): Promise<void> {
  const deadline = Date.now() + 5_000;
  while (!check()) {
    if (Date.now() > deadline) throw new Error(`It never came about that ${check}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

export const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';
