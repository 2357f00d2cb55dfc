import { Agent, request } from 'node:http';
import { Readable } from 'node:stream';
import type { FetchAnswer, FetchInit } from '../../src-shared/contract/http-transport.ts';

/** Longest silence of the running instance, in ms; a token exchange behind it may take 30 s. */
const SILENCE_TIMEOUT_MS = 60_000;

/**
 * A `fetch` for the running instance. It knows no proxy: with `NODE_USE_ENV_PROXY` set, the global one would
 * hand the control token to whatever `HTTP_PROXY` names.
 */
export async function localFetch(url: string, init: FetchInit): Promise<FetchAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<FetchAnswer>();
  const outgoing = request(url, {
    method: init.method,
    headers: init.headers,
    agent: new Agent({ keepAlive: false }),
    timeout: SILENCE_TIMEOUT_MS,
    ...(init.signal === undefined ? {} : { signal: init.signal }),
  });
  outgoing.once('timeout', () => outgoing.destroy(new Error('no answer')));
  outgoing.once('error', reject);
  outgoing.once('response', (incoming) => {
    const status = incoming.statusCode ?? 0;
    resolve({
      ok: status >= 200 && status < 300,
      status,
      get body() {
        return Readable.toWeb(incoming) as ReadableStream<Uint8Array>;
      },
      async text() {
        const chunks: Buffer[] = [];
        for await (const chunk of incoming) chunks.push(chunk as Buffer);
        return Buffer.concat(chunks).toString('utf8');
      },
    });
  });
  outgoing.end(init.body);
  return promise;
}
