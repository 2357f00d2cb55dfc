/** A client, the gateway's relay and an upstream on real sockets, without the rest of the core. */
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { ClientExchange } from '../../src-main/core/gateway/client-exchange.ts';
import { beginAnswer } from '../../src-main/core/gateway/commit.ts';
import { type RelayEnd, relay } from '../../src-main/core/gateway/relay.ts';
import { TurnEnd } from '../../src-main/core/gateway/turn-end.ts';
import { DirectTransport } from '../../src-main/core/gateway/upstream/direct-transport.ts';
import { UpstreamExchange } from '../../src-main/core/gateway/upstream-exchange.ts';
import { WriteBatcher } from '../../src-main/core/gateway/write-batcher.ts';
import { NodeExchange } from '../../src-main/core/http/node-exchange.ts';
import { readPlainFirst } from '../../src-main/core/http/plain/read-plain-first.ts';
import { systemClock } from '../../src-main/core/lib/clock.ts';
import { requestOf } from './recorded-answer.ts';
import { eachHead, startSocketServer, until } from './socket-server.ts';
import { type StrictAnswer, strictAnswers } from './strict-answers.ts';

export type Play = (socket: Socket) => unknown;

export interface Gateway {
  readonly port: number;
  readonly ends: RelayEnd[];
  /** What the readers of answers saw, by path. */
  readonly seen: Map<string, Buffer[]>;
  readonly server: Server;
  /** Connections of the upstream so far. */
  readonly upstreamSockets: readonly Socket[];
}

/** Who reads the client's connection: Node's server, or the reader of plain requests before it. */
export type Reader = 'node' | 'plain';

const LIMITS = {
  maxHeaderBytes: 32_768,
  headersTimeoutMs: 60_000,
  requestTimeoutMs: 60_000,
  keepAliveMs: 60_000,
};

export class RelayRig {
  /** Plain requests are those below this path. */
  readonly #prefix: string;
  readonly #open: (() => unknown)[] = [];

  constructor(reader: Reader) {
    this.#prefix = reader === 'plain' ? '/v1' : '';
  }

  #defer(close: () => unknown): void {
    this.#open.push(close);
  }

  client(port: number): Client {
    const client = new Client(port, this.#prefix);
    this.#defer(() => client.socket.destroy());
    return client;
  }

  /** A server that passes each request on to an upstream, which plays the answer that its path names. */
  async gateway(plays: Readonly<Record<string, Play>>): Promise<Gateway> {
    const upstream = await startSocketServer((socket) =>
      eachHead(socket, (head) => plays[head.split(' ')[1]!]!(socket)),
    );
    this.#defer(() => upstream[Symbol.asyncDispose]());
    const turnEnd = new TurnEnd();
    const transport = new DirectTransport(upstream.origin, systemClock, turnEnd);
    this.#defer(() => transport.destroy());
    const ports = { clock: systemClock, batcher: new WriteBatcher(systemClock), turnEnd };
    const ends: RelayEnd[] = [];
    const seen = new Map<string, Buffer[]>();
    const serve = async (client: ClientExchange) => {
      const path = client.target.slice(this.#prefix.length);
      const exchange = new UpstreamExchange();
      exchange.send(transport, requestOf({ method: client.method, path }));
      const head = await exchange.head;
      if (!head) {
        client.destroy();
        return;
      }
      beginAnswer(client, head, 'x-rota-request: 1\r\n');
      const pieces: Buffer[] = [];
      seen.set(path, pieces);
      ends.push(await relay(exchange, client, { push: (piece) => void pieces.push(piece) }, ports));
    };
    const server = createServer(
      { keepAliveTimeout: LIMITS.keepAliveMs },
      (request, response) => void serve(NodeExchange.of(request, response)!),
    );
    const plain = readPlainFirst(server, LIMITS, systemClock, serve);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.#defer(() => {
      server.closeAllConnections();
      plain.closeAll();
      return new Promise((resolve) => server.close(resolve));
    });
    const { port } = server.address() as AddressInfo;
    return { port, ends, seen, server, upstreamSockets: upstream.sockets };
  }

  async close(): Promise<void> {
    for (const close of this.#open.splice(0).reverse()) await close();
  }
}

/** A connection of a client that reads strictly. */
export class Client {
  readonly socket: Socket;
  #bytes: Buffer[] = [];
  isClosed = false;

  readonly #prefix: string;

  constructor(port: number, prefix: string) {
    this.#prefix = prefix;
    this.socket = connect(port, '127.0.0.1');
    this.socket.on('error', () => {});
    this.socket.on('data', (data: Buffer) => void this.#bytes.push(data));
    this.socket.once('close', () => {
      this.isClosed = true;
    });
  }

  get bytes(): Buffer {
    return Buffer.concat(this.#bytes);
  }

  /** Sends requests, each as its method and path, in one write. */
  send(requests: readonly string[], version = '1.1'): void {
    const lines = requests.map((line) => line.replace(' ', ` ${this.#prefix}`));
    this.socket.write(lines.map((line) => `${line} HTTP/${version}\r\nhost: x\r\n\r\n`).join(''));
  }

  /** Sends the requests in one write and reads their answers; fails when anything else comes. */
  async ask(requests: readonly string[], version = '1.1'): Promise<readonly StrictAnswer[]> {
    this.#bytes = [];
    this.send(requests, version);
    const methods = requests.map((line) => line.split(' ')[0]!);
    let answers: readonly StrictAnswer[] | null = null;
    await until(() => {
      answers = strictAnswers(this.bytes, methods, this.isClosed);
      return answers !== null;
    });
    // What comes too much comes a little later, and throws here.
    await new Promise((resolve) => setTimeout(resolve, 5));
    strictAnswers(this.bytes, methods, this.isClosed);
    return answers!;
  }
}
