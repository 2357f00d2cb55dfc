import type { ProcedureOutput } from '../../../src-shared/contract/contract.ts';
import type { Clock } from '../lib/clock.ts';
import type { Secret } from '../lib/secret.ts';
import { fetchWithin } from '../oauth/fetch-within.ts';
import type { HttpFetch } from '../oauth/http-fetch.ts';

type TestResult = ProcedureOutput<'gateway.test'>;

/** A small, cheap model of the vendor; a person may name another one. */
const DEFAULT_MODEL = 'claude-haiku-5-5';
const MAX_TOKENS = 16;
const MAX_TEXT_LENGTH = 200;
/** How long somebody who clicked "test" is kept waiting, in ms. */
const TEST_TIMEOUT_MS = 60_000;

export interface GatewayTestPorts {
  readonly fetch: HttpFetch;
  readonly clock: Clock;
  readonly userAgent: string;
  /** Where the gateway listens; asked when it is known. */
  readonly url: () => string;
  readonly clientKey: () => Secret;
  /** The name of an account, or null where it is gone. */
  readonly nameOf: (accountId: string) => string | null;
}

/** Sends one short message to our own port as a client would: through the guards, routing and relay. */
export async function testGateway(ports: GatewayTestPorts, model: string | null): Promise<TestResult> {
  const { clock, userAgent, url, clientKey, nameOf } = ports;
  const startedAt = clock.monotonic();
  const outcome = await fetchWithin({ ...ports, timeoutMs: TEST_TIMEOUT_MS }, `${url()}/v1/messages`, {
    method: 'POST',
    headers: {
      accept: 'application/json',
      authorization: `Bearer ${clientKey().reveal()}`,
      'content-type': 'application/json',
      'anthropic-version': '2023-06-01',
      'user-agent': userAgent,
    },
    body: JSON.stringify({
      model: model ?? DEFAULT_MODEL,
      max_tokens: MAX_TOKENS,
      messages: [{ role: 'user', content: 'Answer with one word: ready.' }],
    }),
    proxy: 'none',
  });
  const failed = (message: string): TestResult => ({
    ok: false,
    status: null,
    accountName: null,
    requestId: null,
    durationMs: clock.monotonic() - startedAt,
    text: null,
    message,
  });
  switch (outcome.kind) {
    case 'timed-out':
      return failed(`There was no answer within ${TEST_TIMEOUT_MS / 1000} seconds.`);
    case 'too-large':
      return failed('The answer was larger than a short message can be.');
    case 'unreachable':
      return failed(`Rota's own port could not be reached (${outcome.cause ?? 'unknown'}).`);
    case 'answered': {
      const { status, headers, body } = outcome;
      const accountId = headers['x-rota-account'];
      const ok = status === 200;
      return {
        ok,
        status,
        accountName: accountId === undefined ? null : nameOf(accountId),
        requestId: headers['x-rota-request'] ?? null,
        durationMs: clock.monotonic() - startedAt,
        text: ok ? textOf(body) : null,
        message: ok ? null : messageOf(body, status),
      };
    }
  }
}

interface Envelope {
  readonly content?: readonly { readonly text?: unknown }[];
  readonly error?: { readonly message?: unknown };
}

function textOf(body: string): string | null {
  const text = parse(body)?.content?.find((block) => typeof block?.text === 'string')?.text;
  return typeof text === 'string' ? text.slice(0, MAX_TEXT_LENGTH) : null;
}

function messageOf(body: string, status: number): string {
  const message = parse(body)?.error?.message;
  return typeof message === 'string' ? message : `The answer was ${status} without a message.`;
}

function parse(body: string): Envelope | null {
  try {
    return Object(JSON.parse(body)) as Envelope;
  } catch {
    return null;
  }
}
