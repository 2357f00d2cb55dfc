/** The port on real sockets, with clients that read strictly and a proxy that plays what a test wants. */
import { createHash } from 'node:crypto';
import diagnostics from 'node:diagnostics_channel';
import { connect, type Socket } from 'node:net';
import type { AnswerStart, ClientExchange } from '../../src-main/core/gateway/client-exchange.ts';
import { ClientKeyRing } from '../../src-main/core/http/guards.ts';
import { PlainExchange } from '../../src-main/core/http/plain/plain-exchange.ts';
import { type HttpServer, type HttpServerOptions, openHttpServer } from '../../src-main/core/http/server.ts';
import { systemClock } from '../../src-main/core/lib/clock.ts';
import { until } from './socket-server.ts';
import { type StrictAnswer, strictAnswers } from './strict-answers.ts';

/** Who reads a request: the port's own reader or Node's server. */
export type Way = 'plain' | 'node';
export const WAYS: readonly Way[] = ['plain', 'node'];

export const KEY = 'rota-door-key-of-the-installation';
export const BOUND_KEY = 'rota-door-key-of-one-project';
const MAX_BODY_BYTES = 4 * 1024 * 1024;

/** One request that came through the guards. */
export interface Asked {
  readonly client: ClientExchange;
  readonly way: Way;
  /** Name of the bound key that it came with. */
  readonly key: string | null;
}

type Play = (client: ClientExchange) => unknown;

export class Door {
  readonly server: HttpServer;
  /** In the order they came. */
  readonly asked: Asked[];
  /** The server's ends of all connections so far, in the order they came. */
  readonly sockets: Socket[];
  /** How often the management app was opened. */
  readonly opened: () => number;

  constructor(server: HttpServer, asked: Asked[], sockets: Socket[], opened: () => number) {
    this.server = server;
    this.asked = asked;
    this.sockets = sockets;
    this.opened = opened;
  }

  get port(): number {
    return this.server.port;
  }

  /** The ways of the requests so far. */
  get ways(): Way[] {
    return this.asked.map(({ way }) => way);
  }

  /** The bytes of a request, e.g. for `POST /v1/messages`. `headers` replace those of the same name; null takes them away. */
  request(
    way: Way,
    line: string,
    body?: string | Buffer,
    headers: Record<string, string | null> = {},
  ): Buffer {
    const bytes = Buffer.from(body ?? '');
    const all: Record<string, string | null> = {
      host: `127.0.0.1:${this.port}`,
      authorization: `Bearer ${KEY}`,
      // Asks for nothing here, but is none of the headers of a plain request.
      te: way === 'node' ? 'trailers' : null,
      'content-length': line.startsWith('POST') ? String(bytes.length) : null,
      ...headers,
    };
    const lines = Object.entries(all).map(([name, value]) => (value === null ? '' : `${name}: ${value}\r\n`));
    return Buffer.concat([Buffer.from(`${line} HTTP/1.1\r\n${lines.join('')}\r\n`, 'latin1'), bytes]);
  }

  /** The same with a body in chunks of the given texts. */
  chunked(target: string, texts: readonly string[]): Buffer {
    const chunks = texts.map((text) => `${text.length.toString(16)}\r\n${text}\r\n`).join('');
    const headers = { 'transfer-encoding': 'chunked', 'content-length': null };
    return Buffer.concat([
      this.request('plain', `POST ${target}`, '', headers),
      Buffer.from(`${chunks}0\r\n\r\n`),
    ]);
  }
}

export class DoorRig {
  readonly #open: (() => unknown)[] = [];
  #clients: DoorClient[] = [];

  /** Opens the port. The management app answers with what it was asked for. */
  async open(play: Play = echo, options: Partial<HttpServerOptions> = {}): Promise<Door> {
    const asked: Asked[] = [];
    const sockets: Socket[] = [];
    let opened = 0;
    const keys = new ClientKeyRing([
      { value: KEY, bound: null },
      { value: BOUND_KEY, bound: { name: 'one project', accountIds: new Set(['a']) } },
    ]);
    const server = await openHttpServer({
      clock: systemClock,
      host: '127.0.0.1',
      port: 0,
      allowedHosts: () => [],
      clientKeys: () => keys,
      proxy: (client, key) => {
        asked.push({
          client,
          way: client instanceof PlainExchange ? 'plain' : 'node',
          key: key?.name ?? null,
        });
        play(client);
      },
      openApp: async () => {
        opened++;
        return (request, response) => {
          request.resume();
          response.end(`app ${request.method} ${request.url}`);
        };
      },
      ...options,
    });
    const onSocket = (message: unknown) => {
      const { socket } = message as { socket: Socket };
      if (socket.localPort === server.port) sockets.push(socket);
    };
    diagnostics.subscribe('net.server.socket', onSocket);
    this.#open.push(() => {
      diagnostics.unsubscribe('net.server.socket', onSocket);
      return server.close();
    });
    return new Door(server, asked, sockets, () => opened);
  }

  client(door: { readonly port: number }): DoorClient {
    const client = new DoorClient(door.port);
    this.#clients.push(client);
    return client;
  }

  /** Closes all. Throws where a client has got anything that its test did not take. */
  async close(): Promise<void> {
    const rests = this.#clients
      .map((client) => client.take().toString('latin1'))
      .filter((rest) => rest !== '');
    for (const { socket } of this.#clients) socket.destroy();
    this.#clients = [];
    for (const close of this.#open.splice(0).reverse()) await close();
    if (rests.length > 0) throw new Error(`Nobody wanted ${JSON.stringify(rests[0]!.slice(0, 200))}`);
  }
}

/** A client's connection. */
export class DoorClient {
  readonly socket: Socket;
  /** True after the server's FIN. */
  hasEnded = false;
  /** False: goes on sending after the server's FIN. */
  isPolite = true;
  isClosed = false;
  #bytes: Buffer[] = [];

  constructor(port: number) {
    this.socket = connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
    this.socket.on('error', () => {});
    this.socket.on('data', (data: Buffer) => void this.#bytes.push(data));
    this.socket.once('end', () => {
      this.hasEnded = true;
      if (this.isPolite) this.socket.end();
    });
    this.socket.once('close', () => {
      this.isClosed = true;
    });
  }

  send(bytes: string | Buffer): void {
    this.socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
  }

  /** Sends the pieces so that the server reads them one after the other. */
  async sendApart(pieces: Iterable<string | Buffer>): Promise<void> {
    for (const piece of pieces) {
      this.send(piece);
      await turn();
    }
  }

  get arrived(): number {
    return this.#bytes.reduce((sum, piece) => sum + piece.length, 0);
  }

  /** What has come and was not taken before. */
  take(): Buffer {
    const all = Buffer.concat(this.#bytes);
    this.#bytes = [];
    return all;
  }

  /** Takes an answer to each of the methods; fails when anything else comes. */
  async answers(...methods: string[]): Promise<readonly StrictAnswer[]> {
    let answers: readonly StrictAnswer[] | null = null;
    let parsed = -1;
    let seen = -1;
    await until(() => {
      // Much that comes bit by bit is not read from its beginning for each bit.
      const isGrowing = seen !== this.arrived;
      seen = this.arrived;
      if (!this.isClosed && (seen === parsed || (isGrowing && seen < parsed * 1.5))) return false;
      parsed = seen;
      this.#bytes = [Buffer.concat(this.#bytes)];
      answers = strictAnswers(this.#bytes[0]!, methods, this.isClosed);
      if (answers === null && this.isClosed) throw new Error(`Closed after ${seen} bytes`);
      return answers !== null;
    });
    this.#bytes = [];
    return answers!;
  }

  async ask(bytes: string | Buffer, method = 'POST'): Promise<StrictAnswer> {
    this.send(bytes);
    return (await this.answers(method))[0]!;
  }
}

/** Lets other sockets of this process have their turns. */
export async function turn(turns = 3): Promise<void> {
  for (let i = 0; i < turns; i++) await new Promise((resolve) => setImmediate(resolve));
}

/** Begins an answer with a body of this length, or in chunks. */
export function begin(client: ClientExchange, length: number | null, more: Partial<AnswerStart> = {}): void {
  const headers = (more.headers ?? '') + (length === null ? '' : `content-length: ${length}\r\n`);
  client.begin({
    status: 200,
    statusText: 'As played',
    isOwn: false,
    ...more,
    headers,
    hasLength: length !== null,
  });
}

/** Answers with this body. */
export function answer(client: ClientExchange, text: string | Buffer, status = 200): void {
  const body = Buffer.from(text as string);
  begin(client, body.length, { status });
  client.end(body.length > 0 ? [body] : []);
}

/** Says what was asked, with which body. */
export async function echo(client: ClientExchange): Promise<void> {
  const body = await client.readBody(MAX_BODY_BYTES);
  answer(client, typeof body === 'string' ? body : said(client.method, client.target, ...body.chunks));
}

/** What `echo` answers. */
export function said(method: string, target: string, ...chunks: readonly (string | Buffer)[]): string {
  const hash = createHash('sha256');
  let length = 0;
  for (const chunk of chunks) {
    hash.update(chunk);
    length += Buffer.byteLength(chunk);
  }
  return `${method} ${target} ${length} ${length > 0 ? hash.digest('hex') : ''}`;
}
