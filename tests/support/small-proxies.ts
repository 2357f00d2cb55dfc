import { once } from 'node:events';
import { createServer as createHttpServer, request as httpRequest } from 'node:http';
import {
  type AddressInfo,
  connect,
  createServer as createTcpServer,
  type Server,
  type Socket,
} from 'node:net';
import { onTestFinished } from 'vitest';

/** A proxy on a loopback port and what it was asked to connect to, as `host:port`. */
export interface SmallProxy {
  readonly port: number;
  readonly targets: string[];
}

/** An HTTP proxy: `CONNECT` tunnels and absolute-form requests. Closed when the current test ends. */
export async function startHttpProxy(): Promise<SmallProxy> {
  const targets: string[] = [];
  const server = createHttpServer((incoming, response) => {
    const url = new URL(incoming.url ?? '');
    targets.push(url.host);
    const forwarded = httpRequest(url, { method: incoming.method, headers: incoming.headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    incoming.pipe(forwarded);
  });
  server.on('connect', (request, socket: Socket) => {
    const [host = '', port = ''] = (request.url ?? '').split(':');
    targets.push(`${host}:${port}`);
    tunnel(socket, host, Number(port), 'HTTP/1.1 200 Connection established\r\n\r\n');
  });
  return listening(server, targets);
}

/** A SOCKS5 proxy without authentication (RFC 1928), for names and IPv4 addresses. Closed when the current test ends. */
export async function startSocksProxy(): Promise<SmallProxy> {
  const targets: string[] = [];
  const server = createTcpServer((socket) => {
    socket.once('data', () => {
      socket.write(Buffer.from([5, 0]));
      socket.once('data', (request: Buffer) => {
        const isName = request[3] === 3;
        const length = isName ? request[4]! : 4;
        const start = isName ? 5 : 4;
        const address = request.subarray(start, start + length);
        const host = isName ? address.toString('latin1') : address.join('.');
        const port = request.readUInt16BE(start + length);
        targets.push(`${host}:${port}`);
        tunnel(socket, host, port, Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]));
      });
    });
    socket.on('error', () => {});
  });
  return listening(server, targets);
}

function tunnel(socket: Socket, host: string, port: number, greeting: string | Buffer): void {
  const upstream = connect(port, host, () => {
    socket.write(greeting);
    upstream.pipe(socket).pipe(upstream);
  });
  for (const end of [socket, upstream]) end.on('error', () => {});
  socket.on('close', () => upstream.destroy());
  upstream.on('close', () => socket.destroy());
}

async function listening(server: Server, targets: string[]): Promise<SmallProxy> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  });
  return { port: (server.address() as AddressInfo).port, targets };
}
