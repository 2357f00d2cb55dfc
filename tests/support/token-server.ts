import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** One request as it came over the wire. */
export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface ServerAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON. */
  readonly body?: unknown;
}

/** An answer, or a function that does to the response whatever it likes. */
export type Script = ServerAnswer | ((response: ServerResponse, request: ReceivedRequest) => void);

/** A real HTTP server on a loopback port that answers by script and remembers what it was asked. */
export class TokenServer {
  readonly requests: ReceivedRequest[] = [];
  /** Answers for the requests to come, in order; when it is empty, `otherwise` answers. */
  readonly next: Script[] = [];
  otherwise: Script = { status: 500, body: { error: 'no script left' } };
  readonly #server: Server;

  private constructor() {
    this.#server = createServer(async (incoming, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk as Buffer);
      const request: ReceivedRequest = {
        method: incoming.method ?? '',
        path: incoming.url ?? '',
        headers: incoming.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      };
      this.requests.push(request);
      const script = this.next.shift() ?? this.otherwise;
      if (typeof script === 'function') script(response, request);
      else send(response, script);
    });
  }

  /** Starts a server that is closed when the current test ends. */
  static async start(): Promise<TokenServer> {
    const server = new TokenServer();
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    onTestFinished(() => server.close());
    return server;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get tokenUrl(): string {
    return `${this.origin}/v1/oauth/token`;
  }

  async close(): Promise<void> {
    if (!this.#server.listening) return;
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

export function send(
  response: ServerResponse,
  { status = 200, headers = {}, body = '' }: ServerAnswer,
): void {
  const json = typeof body === 'object';
  response.writeHead(status, { ...(json ? { 'content-type': 'application/json' } : {}), ...headers });
  response.end(json ? JSON.stringify(body) : String(body));
}
