/** Everything a careless or hostile client sends: each gets a clear answer, and the next good request is served. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { clientHeaders, messagesBody, send } from '../support/http-exchange.ts';
import { sendRaw } from '../support/raw-client.ts';
import { type RawUpstream, startRawUpstream } from '../support/raw-upstream.ts';
import { startTestCore, type TestCore } from '../support/test-core.ts';

let upstream: RawUpstream;
let elsewhere: RawUpstream;
let rota: TestCore;

beforeAll(async () => {
  upstream = await startRawUpstream();
  elsewhere = await startRawUpstream();
  rota = await startTestCore(`
server: { max_body_mb: 1, max_concurrent_requests: 2 }
providers:
  - { name: only, base_url: ${upstream.url}, auth_type: api_key, auth_value: sk-account, proxy: none }
`);
});

afterAll(async () => {
  await rota[Symbol.asyncDispose]();
  await upstream[Symbol.asyncDispose]();
  await elsewhere[Symbol.asyncDispose]();
});

const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}';
const post = (headers: string, body = '') =>
  `POST /v1/messages HTTP/1.1\r\nHost: 127.0.0.1:${rota.port}\r\nAuthorization: Bearer ${rota.clientKey}\r\n${headers}\r\n${body}`;

afterEach(async () => {
  // Whatever happened, the gateway stays up and serves the next client.
  upstream.answer = () => ({ pieces: [Buffer.from(OK)] });
  const answer = await send(`${rota.url}/v1/messages`, {
    headers: clientHeaders(rota.clientKey),
    body: messagesBody(),
  });
  expect(answer.status).toBe(200);
  upstream.received.length = 0;
});

describe('on the wire', () => {
  it.each<[string, () => string, RegExp]>([
    ['what is not HTTP', () => 'EHLO there\r\n\r\n', /^HTTP\/1\.1 400 /],
    [
      'two different lengths',
      () => post('Content-Length: 2\r\nContent-Length: 3\r\n', '{}'),
      /^HTTP\/1\.1 400 /,
    ],
    [
      'a length beside chunking',
      () => post('Content-Length: 2\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n'),
      /^HTTP\/1\.1 400 /,
    ],
    ['a bare line feed in the head', () => post('X-A: 1\nX-B: 2\r\n'), /^HTTP\/1\.1 400 /],
    [
      'a chunk size that is none',
      () => post('Transfer-Encoding: chunked\r\n', 'zz\r\n{}\r\n0\r\n\r\n'),
      /^HTTP\/1\.1 400 /,
    ],
    ['a null byte in a header', () => post('X-A: a\0b\r\n'), /^HTTP\/1\.1 400 /],
    ['a null byte in the path', () => post('').replace('/v1/messages', '/v1/mess\0ages'), /^HTTP\/1\.1 400 /],
    ['a head over the limit', () => post(`X-Long: ${'a'.repeat(40_000)}\r\n`), /^HTTP\/1\.1 431 /],
    ['no host', () => 'GET /v1/models HTTP/1.1\r\n\r\n', /^HTTP\/1\.1 400 /],
    [
      'a tunnel',
      () => `CONNECT api.anthropic.com:443 HTTP/1.1\r\nHost: 127.0.0.1:${rota.port}\r\n\r\n`,
      /^$/,
    ],
    [
      'a protocol switch',
      () =>
        `GET /v1/models HTTP/1.1\r\nHost: 127.0.0.1:${rota.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
      /^$/,
    ],
  ])('%s is refused', async (_name, bytes, expected) => {
    expect(await sendRaw(rota.port, bytes())).toMatch(expected);
    expect(upstream.received).toHaveLength(0);
  });

  it('a body shorter than announced never reaches the upstream', async () => {
    await sendRaw(rota.port, post('Content-Length: 100\r\n', '{"model":"m"}'), 300);
    expect(upstream.received).toHaveLength(0);
  });
});

describe('on proxied paths', () => {
  const ask = (path: string, options: Parameters<typeof send>[1] = {}) =>
    send(`${rota.url}${path}`, { headers: clientHeaders(rota.clientKey), body: messagesBody(), ...options });
  const errorOf = (answer: { body: Buffer }) =>
    JSON.parse(answer.body.toString()) as { type: string; error: { type: string; message: string } };

  it.each(['/v1/..%2fsecret', '/v1/%2e%2e/x', '/v1//messages', '/v1/a\\b'])(
    '%s is refused before any account',
    async (path) => {
      const raw = await sendRaw(
        rota.port,
        `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${rota.port}\r\nAuthorization: Bearer ${rota.clientKey}\r\nConnection: close\r\n\r\n`,
      );
      expect(raw).toMatch(/^HTTP\/1\.1 400 /);
      expect(raw).toContain('"type":"invalid_request_error"');
      expect(upstream.received).toHaveLength(0);
    },
  );

  it('a wrong or missing key is 401 in the vendor’s envelope and not to be retried', async () => {
    for (const headers of [{}, { authorization: 'Bearer wrong' }, { 'x-api-key': 'wrong' }]) {
      const answer = await ask('/v1/messages', { headers });
      expect(answer.status).toBe(401);
      expect(answer.headers['x-should-retry']).toBe('false');
      expect(errorOf(answer)).toMatchObject({ type: 'error', error: { type: 'authentication_error' } });
    }
    expect(upstream.received).toHaveLength(0);
  });

  it('a foreign host or page is 403, also with the right key', async () => {
    for (const foreign of [
      { host: 'evil.example' },
      { origin: 'http://evil.example' },
      { host: `127.0.0.1:${rota.port + 1}` },
    ]) {
      const answer = await ask('/v1/messages', { headers: { ...clientHeaders(rota.clientKey), ...foreign } });
      expect(answer.status).toBe(403);
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    }
    expect(upstream.received).toHaveLength(0);
  });

  it('a body over the limit is 413, announced or not', async () => {
    const body = Buffer.alloc(1024 * 1024 + 1, 'a');
    for (const more of [{}, { chunkSizes: [50_000] }]) {
      const answer = await ask('/v1/messages', { body, ...more });
      expect(answer.status).toBe(413);
      expect(errorOf(answer).error.type).toBe('request_too_large');
    }
    expect(upstream.received).toHaveLength(0);
  });

  it.each([
    ['JSON that is not', '{"model":'],
    ['a model that is a number', '{"model":42,"messages":[]}'],
    ['10,000 levels of nesting', `{"model":"m","messages":${'['.repeat(10_000)}${']'.repeat(10_000)}}`],
    ['nothing at all', ''],
  ])('%s is the upstream’s to judge and goes up byte for byte', async (_name, body) => {
    const answer = await ask('/v1/messages', { body: Buffer.from(body), method: 'POST' });
    expect(answer.status).toBe(200);
    expect(upstream.received[0]!.body.toString()).toBe(body);
  });

  it('more requests at once than allowed are told to come back', async () => {
    upstream.answer = () => ({ pieces: [] });
    const waiting = [1, 2].map(() => ask('/v1/messages', { timeoutMs: 400 }));
    await new Promise((resolve) => setTimeout(resolve, 100));
    const third = await ask('/v1/messages');
    expect(third.status).toBe(503);
    expect(third.headers['retry-after']).toBe('1');
    await Promise.all(waiting);
  });
});

describe('from the upstream', () => {
  const ask = () =>
    send(`${rota.url}/v1/messages`, {
      headers: clientHeaders(rota.clientKey),
      body: messagesBody({ stream: true }),
    });
  const answerWith = (...pieces: string[]) => {
    upstream.answer = () => ({ pieces: pieces.map((piece) => Buffer.from(piece, 'latin1')), end: true });
  };

  it('a redirect to another host is not followed, and the other host sees nothing', async () => {
    answerWith(
      `HTTP/1.1 307 Temporary Redirect\r\nlocation: ${elsewhere.url}/v1/messages\r\ncontent-length: 0\r\n\r\n`,
    );
    const answer = await ask();
    expect(answer.status).toBe(502);
    expect(answer.headers.location).toBeUndefined();
    expect(elsewhere.received).toHaveLength(0);
  });

  it('a head of 1 MB, a broken head and a wrong version are 502', async () => {
    for (const head of [
      `HTTP/1.1 200 OK\r\nx: ${'a'.repeat(1_000_000)}\r\n\r\n`,
      'HTTP/1.1 two hundred\r\n\r\n',
      'SSH-2.0-OpenSSH\r\n',
    ]) {
      answerWith(head);
      expect((await ask()).status).toBe(502);
    }
  });

  it('an endless line passes as it comes and is not kept', async () => {
    const line = 'data: '.padEnd(3_000_000, 'x');
    answerWith(
      `HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: ${line.length}\r\n\r\n`,
      line,
    );
    const answer = await ask();
    expect(answer.body.length).toBe(line.length);
  });

  it('fewer bytes than announced break the client’s answer off instead of ending it', async () => {
    answerWith('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"half":');
    const answer = await ask();
    expect(answer.status).toBe(200);
    expect(answer.complete).toBe(false);
    expect(answer.body.toString()).toBe('{"half":');
  });

  it('an answer of its own name space cannot pose as Rota’s', async () => {
    answerWith('HTTP/1.1 200 OK\r\nx-rota-account: forged\r\ncontent-length: 0\r\n\r\n');
    const answer = await ask();
    expect(answer.headers['x-rota-account']).not.toContain('forged');
  });
});
