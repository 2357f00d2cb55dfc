import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Closer } from '../lib/closer.ts';
import { equalSecrets } from '../lib/equal-secrets.ts';
import { type AuthorizationAnswer, parseRedirectQuery } from './authorization-response.ts';

/** One answer that somebody waits for. */
interface Expectation {
  readonly path: string;
  readonly state: string;
  onAnswer(answer: AuthorizationAnswer): void;
}

/** Longest time that a request may take to arrive, in ms, and most connections at once: strangers may call too. */
const REQUEST_TIMEOUT_MS = 5_000;
const MAX_CONNECTIONS = 32;

/**
 * Listens on a loopback address for authorization responses (RFC 8252 section 7.3). Every expectation takes
 * one answer with its own path and state; any other request gets 400 or 404 and changes nothing. Several
 * sign-ins may share a listener where the provider has one port registered.
 */
export class LoopbackListener implements Closer {
  readonly #server: Server;
  readonly #expected = new Set<Expectation>();
  readonly #responding = new Set<Promise<unknown>>();

  private constructor() {
    this.#server = createServer(
      { headersTimeout: REQUEST_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS },
      (request, response) => this.#serve(request, response),
    );
    this.#server.maxConnections = MAX_CONNECTIONS;
  }

  /** Opens a listener; rejects with `EADDRINUSE` where another program has the port. Port 0 lets the system choose. */
  static async open(address: '127.0.0.1' | '::1', port: number): Promise<LoopbackListener> {
    const listener = new LoopbackListener();
    listener.#server.listen(port, address);
    await once(listener.#server, 'listening');
    return listener;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Waits for one answer until the returned handle is disposed. */
  expect(expectation: Expectation): Disposable {
    this.#expected.add(expectation);
    return { [Symbol.dispose]: () => void this.#expected.delete(expectation) };
  }

  async close(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    // The page for the browser goes out first; a stranger's half-open connection is not waited for.
    await Promise.allSettled(this.#responding);
    this.#server.closeAllConnections();
    await closed;
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    const verdict = judge(request, [...this.#expected]);
    this.#respond(response, verdict.status, SENTENCES[verdict.kind]);
    if (verdict.kind !== 'answered') return;
    this.#expected.delete(verdict.expectation);
    verdict.expectation.onAnswer(verdict.answer);
  }

  #respond(response: ServerResponse, status: number, sentence: string): void {
    const sent = new Promise<void>((resolve) => response.once('close', resolve));
    this.#responding.add(sent);
    void sent.then(() => this.#responding.delete(sent));
    response.writeHead(status, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'",
      'x-content-type-options': 'nosniff',
      // The address of this page holds the code.
      'referrer-policy': 'no-referrer',
      connection: 'close',
    });
    response.end(
      `<!doctype html><html lang="en"><meta charset="utf-8"><title>Rota</title><p>${sentence}</p></html>\n`,
    );
  }
}

type Verdict =
  | { readonly kind: 'nothing-here'; readonly status: 404 }
  | { readonly kind: 'not-an-answer'; readonly status: 400 }
  | {
      readonly kind: 'answered';
      readonly status: 200;
      readonly expectation: Expectation;
      readonly answer: AuthorizationAnswer;
    };

const SENTENCES: Readonly<Record<Verdict['kind'], string>> = {
  'nothing-here': 'There is nothing here.',
  'not-an-answer': 'This is not the answer to a sign-in that Rota has started.',
  answered: 'Rota has received the answer. You can close this page and go back to Rota.',
};

const NOTHING_HERE: Verdict = { kind: 'nothing-here', status: 404 };
const NOT_AN_ANSWER: Verdict = { kind: 'not-an-answer', status: 400 };

/** What a request is to us: a path that nobody waits on, something else than an answer, or the answer to one expectation. */
function judge({ method, url }: IncomingMessage, expected: readonly Expectation[]): Verdict {
  const target = `http://loopback${url ?? ''}`;
  if (!URL.canParse(target)) return NOTHING_HERE;
  const { pathname, searchParams } = new URL(target);
  const waiting = expected.filter(({ path }) => path === pathname);
  if (waiting.length === 0) return NOTHING_HERE;
  if (method !== 'GET') return NOT_AN_ANSWER;
  const answer = parseRedirectQuery(searchParams);
  const state = answer.ok ? answer.value.state : null;
  const expectation = waiting.find((one) => state !== null && equalSecrets(one.state, state));
  if (!answer.ok || expectation === undefined) return NOT_AN_ANSWER;
  return { kind: 'answered', status: 200, expectation, answer: answer.value };
}
