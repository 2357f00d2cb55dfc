/**
 * The one port. A connection is read as plain requests as long as it carries nothing else, and by Node's server from the
 * first that is more than that. The path is looked at first: `/v1/…` goes to the proxy, all else to the management app,
 * which is loaded when it is first asked for. The guards stand before both.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { ClientExchange } from '../gateway/client-exchange.ts';
import { type OwnError, sendError } from '../gateway/error-response.ts';
import type { Clock } from '../lib/clock.ts';
import type { RotaError } from '../lib/result.ts';
import { failStart, startError } from '../lib/start-failure.ts';
import type { BoundKey } from '../routing/bound-key.ts';
import { closingAnswer } from './closing-answer.ts';
import { allowedHosts, type ClientKeyRing, checkSource } from './guards.ts';
import { NodeExchange } from './node-exchange.ts';
import { readPlainFirst } from './plain/read-plain-first.ts';

/** Limits of the port; times in ms. */
export const LIMITS = {
  /** Largest request head, in bytes. */
  maxHeaderBytes: 32 * 1024,
  /** Time for a whole request head. */
  headersTimeoutMs: 20_000,
  /** Time for a whole request, body included; cuts slow senders off. */
  requestTimeoutMs: 300_000,
  /** Idle life of a client's connection; Claude Code reuses its own for up to 35 s. */
  keepAliveMs: 75_000,
  /** Connections at once, idle ones included. */
  maxConnections: 4_096,
} as const;

type Handler = (request: IncomingMessage, response: ServerResponse) => void;
/** `key` is the bound client key that opened the door; null for the key of the installation. */
type ProxyHandler = (client: ClientExchange, key: BoundKey | null) => void;

export interface HttpServerOptions {
  readonly clock: Clock;
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  readonly allowedHosts: () => readonly string[];
  readonly clientKeys: () => ClientKeyRing;
  readonly proxy: ProxyHandler;
  /** Opens the management app; called once, at the first request that is not proxied. */
  readonly openApp: () => Promise<Handler>;
}

export interface HttpServer {
  readonly port: number;
  /** e.g. `http://127.0.0.1:9090` */
  readonly url: string;
  /** Stops listening and closes idle connections; those with a request on them live on. */
  stopListening(): void;
  /** Closes every connection at once. */
  close(): Promise<void>;
}

/** Opens the port. Rejects with a `RotaError` (`port-in-use`, `port-forbidden`, `listen-failed`) that says why. */
export async function openHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const server = createServer({
    maxHeaderSize: LIMITS.maxHeaderBytes,
    headersTimeout: LIMITS.headersTimeoutMs,
    requestTimeout: LIMITS.requestTimeoutMs,
    keepAliveTimeout: LIMITS.keepAliveMs,
    connectionsCheckingInterval: 10_000,
    noDelay: true,
    insecureHTTPParser: false,
    requireHostHeader: true,
  });
  server.maxConnections = LIMITS.maxConnections;
  server.on('clientError', refuseMalformed);
  // Neither tunnels nor protocol switches are spoken here.
  server.on('connect', (_request, socket: Socket) => socket.destroy());
  server.on('upgrade', (_request, socket: Socket) => socket.destroy());

  const door = new Door(options);
  const plain = readPlainFirst(server, LIMITS, options.clock, (client) => door.proxy(client));
  const port = await listen(server, options.host, options.port);
  door.port = port;
  server.on('request', (request, response) => door.enter(request, response));
  return {
    port,
    url: `http://${options.host.includes(':') ? `[${options.host}]` : options.host}:${port}`,
    stopListening() {
      server.close();
      server.closeIdleConnections();
      plain.closeIdle();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        plain.closeAll();
      }),
  };
}

/** The guards, and what lies behind them. */
class Door {
  port = 0;
  readonly #options: HttpServerOptions;
  #app: Promise<Handler> | null = null;
  #extraHosts: readonly string[] | null = null;
  #allowed: ReadonlySet<string> = new Set();

  constructor(options: HttpServerOptions) {
    this.#options = options;
  }

  /** A request that Node has read. */
  enter(request: IncomingMessage, response: ServerResponse): void {
    if (isProxied(request.url ?? '')) {
      const client = NodeExchange.of(request, response);
      if (client) this.proxy(client);
      else response.destroy();
      return;
    }
    const source = checkSource(request.headers.host, request.headers.origin, this.#allowedHosts());
    if (!source.ok) {
      refuse(request, response, source.message);
      return;
    }
    this.#app ??= this.#options.openApp();
    this.#app.then(
      (handle) => handle(request, response),
      () => response.destroy(),
    );
  }

  /** A request for a proxied path. */
  proxy(client: ClientExchange): void {
    const { headers } = client;
    const source = checkSource(headers.get('host'), headers.get('origin'), this.#allowedHosts());
    if (!source.ok) {
      client.dropBody();
      sendError(client, { status: 403, message: source.message, retry: false });
      return;
    }
    const key = this.#options.clientKeys().opener(headers);
    if (key === null) {
      client.dropBody();
      sendError(client, WRONG_CLIENT_KEY);
    } else {
      this.#options.proxy(client, key.bound);
    }
  }

  #allowedHosts(): ReadonlySet<string> {
    const extra = this.#options.allowedHosts();
    if (extra !== this.#extraHosts) {
      this.#extraHosts = extra;
      this.#allowed = allowedHosts(this.port, extra);
    }
    return this.#allowed;
  }
}

const WRONG_CLIENT_KEY: OwnError = {
  status: 401,
  message: 'This is not one of Rota\'s client keys. "rota key client" prints the right one.',
  retry: false,
};

function isProxied(target: string): boolean {
  return target.startsWith('/v1/') || target === '/v1' || target.startsWith('/v1?');
}

/** Other paths speak Rota's own envelope. */
function refuse(request: IncomingMessage, response: ServerResponse, message: string): void {
  request.resume();
  const body = JSON.stringify({ error: { code: 'foreign_source', message } });
  response.writeHead(403, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}

/** What Node's parser refuses: not HTTP, smuggling shapes, heads over the limit, heads that never end. */
function refuseMalformed(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || socket.destroyed) return;
  const status =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? '431 Request Header Fields Too Large'
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? '408 Request Timeout'
        : '400 Bad Request';
  socket.end(closingAnswer(status));
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, host, port)));
    server.listen({ host, port, backlog: 1024 }, () => resolve((server.address() as AddressInfo).port));
  });
}

function listenError(error: NodeJS.ErrnoException, host: string, port: number): RotaError {
  const because = { cause: error };
  switch (error.code) {
    case 'EADDRINUSE':
      return startError(failStart('port-in-use', 'port.inUse', { port, host }).error, because);
    case 'EACCES':
      return startError(failStart('port-forbidden', 'port.forbidden', { port }).error, because);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return startError(failStart('listen-failed', 'port.noAddress', { host }).error, because);
    default: {
      const code = error.code ?? 'unknown';
      return startError(failStart('listen-failed', 'port.notOpened', { port, host, code }).error, because);
    }
  }
}
