import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import {
  type CallInput,
  contract,
  type HandlerInput,
  type ProcedureName,
  type ProcedureOutput,
} from '../../../src-shared/contract/contract.ts';
import { EVENTS_PATH, endpointOf, SESSION_PATH } from '../../../src-shared/contract/endpoint.ts';
import { ERROR_STATUS, type ErrorCode } from '../../../src-shared/contract/error-codes.ts';
import type { Snapshot } from '../../../src-shared/model/snapshot.ts';
import { PAGE_FOLDER } from './page-folder.ts';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

/** A refusal in the contract's shape. */
export class Refusal extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

type Handler<Name extends ProcedureName> = (
  input: HandlerInput<Name>,
) => ProcedureOutput<Name> | Promise<ProcedureOutput<Name>>;

/** A call that the page made. */
export interface RecordedCall {
  readonly name: ProcedureName;
  readonly input: unknown;
}

/**
 * Serves the built page and speaks the management contract with a snapshot that a test writes as it likes.
 * Input and output of every call are checked against the contract's own schemas, so that a page that says
 * something the real core would refuse fails here as well.
 */
export class FixtureServer {
  adminToken = 'fixture-admin-token-0123456789abcdefghijklmnop';
  readonly clientKey = 'fixture-client-key-0123456789abcdefghijklmnopq';
  readonly linkCode = 'fixture-link-code-0123456789abcdefghijklmnopqr';
  readonly calls: RecordedCall[] = [];
  readonly #server: Server;
  readonly #streams = new Set<ServerResponse>();
  readonly #handlers = new Map<ProcedureName, (input: unknown) => unknown>();
  #snapshot: Snapshot;
  #reachable = true;
  #linkCodeSpent = false;

  private constructor(server: Server, snapshot: Snapshot) {
    this.#server = server;
    this.#snapshot = snapshot;
    server.on('request', (request, response) => void this.#serve(request, response));
    this.handle('snapshot.get', () => this.#snapshot);
    this.handle('keys.show', () => ({ key: this.clientKey }));
    this.handle('env.get', () => ({
      variables: [
        { name: 'ANTHROPIC_BASE_URL', value: this.#snapshot.baseUrl },
        { name: 'ANTHROPIC_AUTH_TOKEN', value: this.clientKey },
      ],
    }));
  }

  /** Listens on a free port of the loopback interface. */
  static async start(snapshot: Snapshot): Promise<FixtureServer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new FixtureServer(server, snapshot);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get snapshot(): Snapshot {
    return this.#snapshot;
  }

  /** Changes the snapshot and tells every open page, as the core's feed would. */
  publish(changes: Partial<Snapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...changes, revision: this.#snapshot.revision + 1 };
    for (const stream of this.#streams) this.#send(stream);
  }

  /** Answers calls of one procedure; a `Refusal` thrown by the handler becomes an error answer. */
  handle<Name extends ProcedureName>(name: Name, handler: Handler<Name>): void {
    this.#handlers.set(name, handler as (input: unknown) => unknown);
  }

  /** The inputs of all calls of one procedure so far. */
  inputsOf<Name extends ProcedureName>(name: Name): CallInput<Name>[] {
    return this.calls.filter((call) => call.name === name).map((call) => call.input as CallInput<Name>);
  }

  /** Breaks every stream and refuses every connection, as a stopped core would, until `comeBack`. */
  goAway(): void {
    this.#reachable = false;
    this.#server.closeAllConnections();
  }

  /** Makes the token that pages have wrong. */
  replaceAdminToken(): void {
    this.adminToken = 'fixture-admin-token-replaced-0123456789abcdef';
  }

  comeBack(): void {
    this.#reachable = true;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', this.url);
    if (!pathname.startsWith('/api/')) return servePage(pathname, response);
    if (!this.#reachable) return void request.socket.destroy();
    if (pathname === SESSION_PATH) return this.#session(request, response);
    if (request.headers.authorization !== `Bearer ${this.adminToken}`)
      return refuse(response, new Refusal('unauthorized', 'The admin token is missing or wrong.'));
    if (pathname === EVENTS_PATH) return this.#stream(response);
    try {
      answer(response, 200, await this.#call(pathname, request, Object.fromEntries(searchParams)));
    } catch (error) {
      refuse(response, error instanceof Refusal ? error : new Refusal('internal_error', String(error)));
    }
  }

  async #call(path: string, request: IncomingMessage, query: unknown): Promise<unknown> {
    const name = (Object.keys(contract) as ProcedureName[]).find((each) => {
      const endpoint = endpointOf(each, contract[each].kind);
      return endpoint.path === path && endpoint.method === request.method;
    });
    if (name === undefined) throw new Refusal('not_found', `No procedure is reached at ${path}.`);
    const input = request.method === 'GET' ? query : JSON.parse(await textOf(request));
    const checked = contract[name].input.safeParse(input);
    if (!checked.success) throw new Refusal('invalid_input', checked.error.message);
    this.calls.push({ name, input });
    const handler = this.#handlers.get(name);
    if (handler === undefined) throw new Error(`The test has no handler for ${name}.`);
    return contract[name].output.parse(await handler(checked.data));
  }

  async #session(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { code } = JSON.parse(await textOf(request)) as { code?: unknown };
    if (code !== this.linkCode || this.#linkCodeSpent)
      return refuse(response, new Refusal('unauthorized', 'This link was used before or is too old.'));
    this.#linkCodeSpent = true;
    answer(response, 200, { token: this.adminToken });
  }

  #stream(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    this.#streams.add(response);
    response.on('close', () => this.#streams.delete(response));
    this.#send(response);
  }

  #send(stream: ServerResponse): void {
    stream.write(`event: snapshot\ndata: ${JSON.stringify(this.#snapshot)}\n\n`);
  }
}

async function servePage(pathname: string, response: ServerResponse): Promise<void> {
  const path = join(PAGE_FOLDER, normalize(pathname === '/' ? '/index.html' : pathname));
  const body = await readFile(path).catch(() => null);
  if (body === null) return void response.writeHead(404).end();
  response.writeHead(200, { 'content-type': CONTENT_TYPES[extname(path)] ?? 'application/octet-stream' });
  response.end(body);
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

function refuse(response: ServerResponse, { code, message }: Refusal): void {
  answer(response, ERROR_STATUS[code], { error: { code, message } });
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
