import type { Dispatcher } from 'undici';
import type { HttpFetch, ProxyChoice } from './http-fetch.ts';

/** Largest answer that is read, in bytes; token and profile answers have a few kilobytes. */
const MAX_ANSWER_BYTES = 1024 * 1024;

/**
 * `HttpFetch` on undici. Every call opens and closes its own connection: these calls are rare, and a pool
 * would only keep sockets that are dead after the machine slept.
 */
export function createUndiciFetch(options: { readonly maxAnswerBytes?: number } = {}): HttpFetch {
  const maxAnswerBytes = options.maxAnswerBytes ?? MAX_ANSWER_BYTES;
  return async (url, request) => {
    // Loaded at the first call: undici takes some 50 ms, which a start should not pay.
    const undici = await import('undici');
    const dispatcher = dispatcherFor(undici, request.proxy);
    try {
      const answer = await undici.request(url, {
        dispatcher,
        method: request.method,
        headers: request.headers,
        body: request.body ?? null,
        signal: request.signal,
      });
      const body = await readBounded(answer.body, maxAnswerBytes);
      return {
        status: answer.statusCode,
        headers: joinedHeaders(answer.headers),
        text: async () => body ?? Promise.reject(new AnswerTooLargeError(maxAnswerBytes)),
      };
    } finally {
      await dispatcher.destroy();
    }
  };
}

/** An answer that exceeds the bound; the rest of it was not read. */
export class AnswerTooLargeError extends Error {
  override readonly name = 'AnswerTooLargeError';
  readonly code = 'ANSWER_TOO_LARGE';

  constructor(maxBytes: number) {
    super(`The answer is larger than ${maxBytes} bytes.`);
  }
}

function dispatcherFor(undici: typeof import('undici'), proxy: ProxyChoice): Dispatcher {
  if (proxy === null) return new undici.EnvHttpProxyAgent();
  if (proxy === 'none') return new undici.Agent();
  // Through `ProxyAgent`, undici 8.12 hands a SOCKS proxy the name and password as they stand in the URL, percent
  // signs included.
  if (/^socks5h?:/.test(proxy)) return new undici.Socks5ProxyAgent(proxy.replace(/^socks5h:/, 'socks5:'));
  return new undici.ProxyAgent(proxy);
}

/** The body as text, or null where it is larger than `maxBytes`. */
async function readBounded(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function joinedHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const joined: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) joined[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return joined;
}
