import { type ClientRequest, type IncomingHttpHeaders, request } from 'node:http';

/** What a client saw of one exchange, broken ones included. */
export interface SeenAnswer {
  readonly status: number | null;
  readonly rawHeaders: readonly string[];
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** True when the answer came to a proper end. */
  readonly complete: boolean;
  /** The code of the error that ended it, e.g. `ECONNRESET`. */
  readonly error: string | null;
}

export interface SendOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: Buffer | string;
  /** Sizes in which the body is written; the rest goes in one piece, and without any the length is announced. */
  readonly chunkSizes?: readonly number[];
  /** Ends the exchange from the client's side after so many bytes of the answer. */
  readonly abortAfterBytes?: number;
  readonly timeoutMs?: number;
  readonly onRequest?: (request: ClientRequest) => void;
}

/** One exchange on a connection of its own; never rejects. */
export function send(url: string, options: SendOptions = {}): Promise<SeenAnswer> {
  const body = typeof options.body === 'string' ? Buffer.from(options.body) : options.body;
  const seen: {
    status: number | null;
    rawHeaders: string[];
    headers: IncomingHttpHeaders;
    pieces: Buffer[];
    length: number;
  } = {
    status: null,
    rawHeaders: [],
    headers: {},
    pieces: [],
    length: 0,
  };
  return new Promise((resolve) => {
    const done = (complete: boolean, error: string | null) => {
      resolve({
        status: seen.status,
        rawHeaders: seen.rawHeaders,
        headers: seen.headers,
        body: Buffer.concat(seen.pieces),
        complete,
        error,
      });
      outgoing.destroy();
    };
    const outgoing = request(
      url,
      {
        method: options.method ?? (body ? 'POST' : 'GET'),
        agent: false,
        headers: {
          ...(body && !options.chunkSizes && { 'content-length': String(body.length) }),
          ...options.headers,
        },
      },
      (answer) => {
        seen.status = answer.statusCode ?? null;
        seen.rawHeaders = answer.rawHeaders;
        seen.headers = answer.headers;
        answer.on('data', (piece: Buffer) => {
          seen.pieces.push(piece);
          seen.length += piece.length;
          if (options.abortAfterBytes !== undefined && seen.length >= options.abortAfterBytes)
            done(false, 'aborted by the client');
        });
        answer.once('end', () => done(answer.complete, null));
        answer.once('error', (error: NodeJS.ErrnoException) => done(false, error.code ?? error.message));
      },
    );
    outgoing.once('error', (error: NodeJS.ErrnoException) => done(false, error.code ?? error.message));
    outgoing.setTimeout(options.timeoutMs ?? 20_000, () => done(false, 'timeout'));
    options.onRequest?.(outgoing);
    if (body && options.chunkSizes) {
      let at = 0;
      for (const size of options.chunkSizes) {
        if (at >= body.length) break;
        outgoing.write(body.subarray(at, at + size));
        at += size;
      }
      outgoing.end(body.subarray(at));
    } else {
      outgoing.end(body);
    }
  });
}

/** A messages request in Claude Code's shape. */
export function messagesBody(
  options: { readonly stream?: boolean; readonly model?: string; readonly text?: string } = {},
): string {
  const { stream = false, model = 'claude-sonnet-5-5', text = 'say hi' } = options;
  return JSON.stringify({
    model,
    messages: [{ role: 'user', content: text }],
    max_tokens: 200,
    metadata: { user_id: JSON.stringify({ device_id: 'd', account_uuid: '', session_id: 's-1' }) },
    ...(stream && { stream: true }),
  });
}

/** Headers of a messages request with the client key. */
export function clientHeaders(key: string, session?: string): Record<string, string> {
  return {
    authorization: `Bearer ${key}`,
    'content-type': 'application/json',
    'anthropic-version': '2023-06-01',
    'anthropic-beta': 'claude-code-20250219',
    ...(session !== undefined && { 'x-claude-code-session-id': session }),
  };
}
