import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Clock } from '../lib/clock.ts';
import { type Random, randomToken } from '../lib/random.ts';
import type { FaultControl } from './fault-control.ts';
import type { Fault } from './faults/fault.ts';
import type { Ledger, OpenLedgerRequest } from './ledger.ts';
import type { Service } from './service.ts';
import { errorAnswer } from './wire/answer.ts';
import { Exchange } from './wire/exchange.ts';
import { asText, isObject } from './wire/json-value.ts';
import { ReceivedRequest } from './wire/received-request.ts';
import { type Delivery, sendAnswer } from './wire/send-answer.ts';

/** What the flow of requests is made of. */
export interface RequestFlowParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly ledger: Ledger;
  readonly faults: FaultControl;
  readonly delivery: Delivery;
  readonly keepBodies: boolean;
  readonly serviceFor: (path: string) => Service;
  /** Makes the refresh token in a token request good again. */
  readonly keepRefreshToken: (request: ReceivedRequest) => void;
  readonly onInternalError: (error: unknown) => void;
}

/** The way of every request: ledger entry, fault or service, answer. */
export class RequestFlow {
  readonly #parts: RequestFlowParts;
  readonly #running = new Set<Exchange>();
  readonly #connections = new WeakMap<Socket, number>();
  #connectionCount = 0;

  constructor(parts: RequestFlowParts) {
    this.#parts = parts;
  }

  async serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { clock, ledger, random, onInternalError } = this.#parts;
    const head = new ReceivedRequest(`req_${randomToken(random, 18)}`, {
      method: incoming.method ?? 'GET',
      target: incoming.url ?? '/',
      rawHeaders: incoming.rawHeaders,
    });
    const entry = this.#newEntry(head, incoming.socket);
    ledger.open(entry);
    const exchange = new Exchange(incoming, response, entry, clock);
    this.#running.add(exchange);
    try {
      await this.#answer(head, exchange, entry);
    } catch (error) {
      onInternalError(error);
      exchange.reset();
    }
    await exchange.ended();
    this.#running.delete(exchange);
    ledger.finish(entry, clock.now());
  }

  /** Breaks every exchange that is still running. */
  stop(): void {
    for (const exchange of this.#running) exchange.reset();
  }

  async #answer(head: ReceivedRequest, exchange: Exchange, entry: OpenLedgerRequest): Promise<void> {
    const { faults, delivery } = this.#parts;
    const service = this.#parts.serviceFor(head.path);
    const caller = service.accountOf(head);
    entry.accountId = caller?.id ?? null;
    const early = faults.take({ at: 'head', path: head.path, account: caller, stream: false, model: null });
    if (early) return this.#play(early, head, service, exchange, entry);

    const body = await exchange.readBody();
    if (body.kind === 'gone') return;
    if (body.kind === 'too-large') {
      const answer = errorAnswer(413, 'request_too_large', 'Request exceeds the maximum size', head.id);
      return sendAnswer(exchange, answer, delivery);
    }
    const request = head.withBody(body.bytes);
    const account = service.accountOf(request);
    this.#describe(entry, request, account?.id ?? null);

    const { stream, model } = entry;
    const fault = faults.take({ at: 'body', path: request.path, account, stream, model });
    if (fault) return this.#play(fault, request, service, exchange, entry);
    return sendAnswer(exchange, service.answer(request), delivery);
  }

  async #play(
    fault: Fault,
    request: ReceivedRequest,
    service: Service,
    exchange: Exchange,
    entry: OpenLedgerRequest,
  ): Promise<void> {
    const { clock, delivery, keepRefreshToken } = this.#parts;
    entry.fault = fault.name;
    await fault.play({
      exchange,
      requestId: request.id,
      stream: entry.stream,
      now: clock.now(),
      usualAnswer: () => service.answer(request),
      keepRefreshToken: () => keepRefreshToken(request),
      send: (answer, compression) =>
        sendAnswer(exchange, answer, compression ? { ...delivery, compression } : delivery),
    });
  }

  #newEntry(head: ReceivedRequest, socket: Socket): OpenLedgerRequest {
    return {
      id: head.id,
      at: this.#parts.clock.now(),
      endedAt: null,
      connection: this.#connectionNumber(socket),
      remotePort: socket.remotePort ?? 0,
      method: head.method,
      target: head.target,
      path: head.path,
      rawHeaders: head.rawHeaders,
      accountId: null,
      model: null,
      stream: false,
      bodyBytes: null,
      bodySha256: null,
      body: null,
      fault: null,
      status: null,
      usage: null,
      aborted: false,
    };
  }

  #describe(entry: OpenLedgerRequest, request: ReceivedRequest, accountId: string | null): void {
    entry.accountId = accountId;
    if (this.#parts.keepBodies) entry.body = request.body;
    if (isObject(request.json)) {
      entry.model = asText(request.json['model']);
      entry.stream = request.json['stream'] === true;
    }
  }

  #connectionNumber(socket: Socket): number {
    const known = this.#connections.get(socket);
    if (known !== undefined) return known;
    this.#connectionCount += 1;
    this.#connections.set(socket, this.#connectionCount);
    return this.#connectionCount;
  }
}
