/**
 * The client's bytes are the upstream's bytes, and the other way round: random requests and answers go once straight
 * to the upstream and once through Rota, and only the differences on the list may be seen.
 */
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cut } from '../support/chunking.ts';
import { send } from '../support/http-exchange.ts';
import { type RawAnswer, type RawUpstream, startRawUpstream } from '../support/raw-upstream.ts';
import { startTestCore, type TestCore } from '../support/test-core.ts';

const RUNS = 1_000;
const ACCOUNT_KEY = 'sk-upstream-account-key';

let upstream: RawUpstream;
let rota: TestCore;

beforeAll(async () => {
  upstream = await startRawUpstream();
  rota = await startTestCore(`
providers:
  - { name: only, base_url: ${upstream.url}, auth_type: api_key, auth_value: ${ACCOUNT_KEY}, proxy: none, failure_timeout_seconds: 1 }
`);
});

afterAll(async () => {
  await rota[Symbol.asyncDispose]();
  await upstream[Symbol.asyncDispose]();
});

const sizes = fc.array(fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 20_000 })), {
  maxLength: 8,
});
const text = fc.string({ unit: 'grapheme', maxLength: 60 });
const odd = fc.constantFrom(
  '{"model":5}',
  '{"a":',
  '[]',
  '\u0000',
  '{"model":"m","model":"n"}',
  `{"x":"${'\\"'.repeat(500)}"}`,
);
const requestBody = fc
  .oneof(
    fc
      .record({
        model: text,
        messages: fc.array(fc.record({ role: text, content: text })),
        stream: fc.boolean(),
      })
      .map((v) => JSON.stringify(v)),
    fc
      .tuple(text, fc.integer({ min: 0, max: 30_000 }))
      .map(
        ([model, n]) =>
          `{"model":${JSON.stringify(model)}, "system" : "${'é"'.repeat(0)}${'y'.repeat(n)}","stream":true }`,
      ),
    odd,
  )
  .map((value) => Buffer.from(value));
const rawBytes = fc.uint8Array({ minLength: 1, maxLength: 4_000 }).map((bytes) => Buffer.from(bytes));

const headerName = fc
  .stringMatching(/^X-[A-Za-z][A-Za-z0-9-]{0,10}$/)
  .filter((name) => !/^x-(rota|api)-/i.test(name));
const headerValue = fc.stringMatching(/^[!-~]([ -~]{0,30}[!-~])?$/);
const extraHeaders = fc.dictionary(headerName, headerValue, { maxKeys: 4, noNullPrototype: true });

const events = fc
  .array(
    fc.oneof(
      text.map(
        (t) => `event: content_block_delta\ndata: ${JSON.stringify({ type: 'content_block_delta', t })}\n\n`,
      ),
      fc.constant('event: ping\ndata: {"type": "ping"}\n\n'),
      fc.constant(': comment\n\n'),
    ),
    { maxLength: 20 },
  )
  .map((list) =>
    Buffer.from(
      [
        'event: message_start\ndata: {"type":"message_start","message":{"usage":{"input_tokens":3}}}\n\n',
        ...list,
      ].join(''),
    ),
  );

const encodings = {
  identity: (bytes: Buffer) => bytes,
  gzip: gzipSync,
  deflate: deflateSync,
  br: brotliCompressSync,
  zstd: zstdCompressSync,
} as const;

const answer = fc.record({
  status: fc.constantFrom(200, 200, 200, 201, 304, 400, 404, 422),
  reason: fc.constantFrom('OK', 'Fine Thanks', ''),
  kind: fc.oneof(
    { weight: 2, arbitrary: events.map((body) => ({ type: 'text/event-stream; charset=utf-8', body })) },
    { weight: 1, arbitrary: requestBody.map((body) => ({ type: 'application/json', body })) },
    { weight: 1, arbitrary: rawBytes.map((body) => ({ type: 'application/octet-stream', body })) },
  ),
  encoding: fc.constantFrom(...(Object.keys(encodings) as (keyof typeof encodings)[])),
  framing: fc.constantFrom('length', 'chunked'),
  headers: extraHeaders,
  sizes,
  chunkSizes: sizes,
});

function render(spec: typeof answer extends fc.Arbitrary<infer T> ? T : never): RawAnswer {
  const bodyless = spec.status === 304;
  const body = bodyless ? Buffer.alloc(0) : encodings[spec.encoding](spec.kind.body);
  const head = [
    `HTTP/1.1 ${spec.status} ${spec.reason}`,
    `Content-Type: ${spec.kind.type}`,
    'Date: Sun, 22 Nov 2026 12:00:00 GMT',
    'Set-Cookie: a=1',
    'Set-Cookie: b=2',
    'request-id: req_1',
    ...(spec.encoding === 'identity' || bodyless ? [] : [`Content-Encoding: ${spec.encoding}`]),
    ...Object.entries(spec.headers).map(([name, value]) => `${name}: ${value}`),
    ...(bodyless
      ? []
      : spec.framing === 'length'
        ? [`Content-Length: ${body.length}`]
        : ['Transfer-Encoding: chunked']),
  ].join('\r\n');
  const framed =
    bodyless || spec.framing === 'length'
      ? [body]
      : [
          ...cut(body, spec.chunkSizes)
            .filter((piece) => piece.length > 0)
            .flatMap((piece) => [
              Buffer.from(`${piece.length.toString(16)}\r\n`),
              piece,
              Buffer.from('\r\n'),
            ]),
          Buffer.from('0\r\n\r\n'),
        ];
  const bytes = Buffer.concat([Buffer.from(`${head}\r\n\r\n`, 'latin1'), ...framed]);
  return { pieces: cut(bytes, spec.sizes) };
}

const pairs = (raw: readonly string[]) =>
  raw.flatMap((name, i) => (i % 2 === 0 ? [[name, raw[i + 1]!] as const] : []));
const without = (headers: readonly (readonly [string, string])[], names: readonly string[]) =>
  headers.filter(([name]) => !names.includes(name.toLowerCase()));

/** The connection's own, and the credential. */
const MAY_DIFFER_UP = [
  'host',
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-length',
  'authorization',
  'x-api-key',
];
/** The connection's own, and what Rota adds. */
const MAY_DIFFER_DOWN = [
  'connection',
  'keep-alive',
  'transfer-encoding',
  'x-rota-account',
  'x-rota-attempts',
  'x-rota-request',
];

it('changes nothing but what the list of allowed differences names', async () => {
  await fc.assert(
    fc.asyncProperty(
      requestBody,
      extraHeaders,
      fc.option(sizes, { nil: undefined }),
      answer,
      async (body, headers, chunkSizes, spec) => {
        upstream.answer = () => render(spec);
        upstream.received.length = 0;
        const target = '/v1/messages?beta=true';
        const common = {
          Accept: 'application/json',
          'Content-Type': 'application/json',
          'User-Agent': 'claude-cli/2.1.330 (external, cli)',
          'anthropic-beta': 'a-2025,b-2026',
          'Accept-Encoding': 'gzip, deflate, br, zstd',
          ...headers,
        };
        // The upstream reads announced lengths only, so the direct way sends the body in one piece.
        const direct = await send(`${upstream.url}${target}`, {
          headers: { ...common, 'x-api-key': ACCOUNT_KEY },
          body,
        });
        const through = await send(`${rota.url}${target}`, {
          headers: { ...common, authorization: `Bearer ${rota.clientKey}`, 'x-api-key': rota.clientKey },
          body,
          ...(chunkSizes && { chunkSizes }),
        });

        const [sent, forwarded] = upstream.received;
        expect(upstream.received).toHaveLength(2);
        expect(forwarded!.requestLine).toBe(sent!.requestLine);
        expect(forwarded!.body.equals(body)).toBe(true);
        expect(without(forwarded!.headers, MAY_DIFFER_UP)).toEqual(without(sent!.headers, MAY_DIFFER_UP));
        expect(forwarded!.headers.filter(([name]) => /^(authorization|x-api-key)$/i.test(name))).toEqual([
          ['x-api-key', ACCOUNT_KEY],
        ]);

        expect(through.status).toBe(direct.status);
        expect(through.complete).toBe(direct.complete);
        expect(through.body.equals(direct.body)).toBe(true);
        expect(without(pairs(through.rawHeaders), MAY_DIFFER_DOWN)).toEqual(
          without(pairs(direct.rawHeaders), MAY_DIFFER_DOWN),
        );
      },
    ),
    { numRuns: RUNS },
  );
}, 120_000);
