import type { Snapshot } from '../model/snapshot.ts';
import type { SnapshotSubscriber, Transport } from './client.ts';
import { EVENTS_PATH, endpointOf } from './endpoint.ts';
import { type Reply, readErrorBody } from './reply.ts';
import { createSseParser } from './sse-parser.ts';

/** The part of `fetch` that is used, so that the command line can bring one that ignores proxy variables. */
export type FetchLike = (url: string, init: FetchInit) => Promise<FetchAnswer>;

export interface FetchInit {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

export interface FetchAnswer {
  readonly ok: boolean;
  readonly status: number;
  readonly body: ReadableStream<Uint8Array> | null;
  text(): Promise<string>;
}

export interface HttpTransportOptions {
  /** Where Rota listens, without a trailing slash; empty for the page's own origin. */
  readonly baseUrl: string;
  /** The admin or control token at this moment, or null where none is known yet. */
  readonly token: () => string | null;
  readonly fetch: FetchLike;
  /** Value for `accept-language`, or null to leave it to the browser. */
  readonly language: string | null;
  /** Calls `fn` once after `delayMs` milliseconds unless disposed first. */
  readonly after: (delayMs: number, fn: () => void) => Disposable;
}

const FIRST_RECONNECT_MS = 500;
const LAST_RECONNECT_MS = 10_000;

/** Calls procedures over HTTP and hears snapshots by server-sent events. */
export function createHttpTransport(options: HttpTransportOptions): Transport {
  const headers = (): Record<string, string> => {
    const token = options.token();
    return {
      accept: 'application/json',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(options.language === null ? {} : { 'accept-language': options.language }),
    };
  };

  return {
    async call(kind, name, input) {
      const { method, path } = endpointOf(name, kind);
      const url = `${options.baseUrl}${path}${kind === 'query' ? queryString(input) : ''}`;
      const init: FetchInit =
        kind === 'query'
          ? { method, headers: headers() }
          : {
              method,
              headers: { ...headers(), 'content-type': 'application/json' },
              body: JSON.stringify(input),
            };
      try {
        const answer = await options.fetch(url, init);
        return readAnswer(answer.ok, answer.status, await answer.text());
      } catch {
        return { ok: false, error: { code: 'unreachable', message: 'Rota does not answer.' } };
      }
    },
    subscribe: (subscriber) => subscribe(options, headers, subscriber),
  };
}

function readAnswer(succeeded: boolean, status: number, text: string): Reply<unknown> {
  const body = parseJson(text);
  if (succeeded && body !== undefined) return { ok: true, value: body };
  const error = readErrorBody(body);
  if (error !== null) return { ok: false, error };
  const message = `The answer (status ${status}) is not one of Rota’s.`;
  return { ok: false, error: { code: 'invalid_answer', message } };
}

function queryString(input: unknown): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(input ?? {})) {
    if (value !== undefined && value !== null) query.set(name, String(value));
  }
  return query.size === 0 ? '' : `?${query}`;
}

/** Opens the stream again after each break, sooner at first, until the handle is disposed. */
function subscribe(
  options: HttpTransportOptions,
  headers: () => Record<string, string>,
  subscriber: SnapshotSubscriber,
): Disposable {
  const aborter = new AbortController();
  let delayMs = FIRST_RECONNECT_MS;
  let waiting: Disposable | null = null;

  const run = async () => {
    waiting = null;
    try {
      const answer = await options.fetch(`${options.baseUrl}${EVENTS_PATH}`, {
        method: 'GET',
        headers: { ...headers(), accept: 'text/event-stream' },
        signal: aborter.signal,
      });
      if (answer.ok && answer.body !== null) {
        subscriber.onConnection?.('connected');
        await readSnapshots(answer.body, (snapshot) => {
          delayMs = FIRST_RECONNECT_MS;
          if (!aborter.signal.aborted) subscriber.onSnapshot(snapshot);
        });
      }
    } catch {
      // A broken stream and a refused connection mean the same: try again in a while.
    }
    if (aborter.signal.aborted) return;
    subscriber.onConnection?.('lost');
    if (aborter.signal.aborted) return;
    waiting = options.after(delayMs, () => void run());
    delayMs = Math.min(delayMs * 2, LAST_RECONNECT_MS);
  };

  void run();
  return {
    [Symbol.dispose]() {
      aborter.abort();
      waiting?.[Symbol.dispose]();
    },
  };
}

async function readSnapshots(
  body: ReadableStream<Uint8Array>,
  onSnapshot: (snapshot: Snapshot) => void,
): Promise<void> {
  const parser = createSseParser(({ event, data }) => {
    const value = event === 'snapshot' ? parseJson(data) : undefined;
    if (value !== undefined) onSnapshot(value as Snapshot);
  });
  const decoder = new TextDecoder();
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    parser.push(decoder.decode(value, { stream: true }));
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
