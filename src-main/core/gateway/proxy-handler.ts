/** The door to the proxied paths: what is refused before a request costs anything, and who is still inside. */
import type { Logger } from '../logging/logger.ts';
import type { BoundKey } from '../routing/router.ts';
import type { ClientExchange } from './client-exchange.ts';
import { type OwnError, sendError } from './error-response.ts';
import { BAD_PATH, DRAINING, PAUSED, TOO_MANY_REQUESTS } from './own-errors.ts';
import { ProxiedRequest } from './proxied-request.ts';
import type { ProxyServices } from './proxy-services.ts';
import { parseRequestPath } from './request-path.ts';

export type GatewayState = 'serving' | 'paused' | 'draining';

export class ProxyHandler {
  readonly #services: ProxyServices;
  readonly #logger: Logger;
  readonly #idPrefix: string;
  #count = 0;
  #open = 0;
  #state: GatewayState = 'serving';
  #onIdle: (() => void) | null = null;

  constructor(services: ProxyServices, logger: Logger) {
    this.#services = services;
    this.#logger = logger;
    this.#idPrefix = Buffer.from(services.random.bytes(5)).toString('hex');
  }

  get state(): GatewayState {
    return this.#state;
  }

  /** Proxied requests in flight. */
  get openRequests(): number {
    return this.#open;
  }

  pause(): void {
    if (this.#state === 'serving') this.#state = 'paused';
  }

  resume(): void {
    if (this.#state === 'paused') this.#state = 'serving';
  }

  /** Refuses new requests from now on and resolves when the last one inside has ended. */
  drain(): Promise<void> {
    this.#state = 'draining';
    if (this.#open === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#onIdle = resolve;
    });
  }

  /** Serves one request that `key` let in; null for the key of the installation. */
  handle(client: ClientExchange, key: BoundKey | null): void {
    const path = parseRequestPath(client.method, client.target);
    const refusal = path ? this.#refusal() : BAD_PATH;
    if (!path || refusal) {
      // The body is read and dropped, so that the client reads the answer before the connection closes.
      client.dropBody();
      sendError(client, refusal ?? BAD_PATH);
      return;
    }
    const id = `${this.#idPrefix}-${(++this.#count).toString(36)}`;
    this.#open++;
    void this.#serve(new ProxiedRequest(this.#services, client, path, key, id), client, id);
  }

  async #serve(request: ProxiedRequest, client: ClientExchange, id: string): Promise<void> {
    try {
      await request.run();
    } catch (error) {
      this.#fail(error, client, id);
    }
    this.#leave();
  }

  #refusal(): OwnError | null {
    if (this.#state === 'paused') return PAUSED;
    if (this.#state === 'draining') return DRAINING;
    return this.#open >= this.#services.settings().server.maxConcurrentRequests ? TOO_MANY_REQUESTS : null;
  }

  /** A broken promise of our own: the client gets an end, the log gets the place. */
  #fail(error: unknown, client: ClientExchange, requestId: string): void {
    const detail = error instanceof Error ? (error.stack ?? error.message) : 'unknown';
    this.#logger.error('A proxied request failed inside Rota', { requestId, detail });
    if (client.hasBegun) client.destroy();
    else
      sendError(client, { status: 500, message: 'Rota failed on this request; see its log.', retry: true });
  }

  #leave(): void {
    this.#open--;
    if (this.#open === 0) this.#onIdle?.();
  }
}
