import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import type { TokenUsage } from '../../../../src-shared/model/request-facts.ts';
import { type Clock, sleep } from '../../lib/clock.ts';
import type { OpenLedgerRequest } from '../ledger.ts';
import type { HeaderList } from './answer.ts';
import { usageAfter } from './reported-usage.ts';
import type { SseEvent } from './sse-event.ts';
import { sseText } from './sse-event.ts';

/** Largest request body, as the vendor's: 32 MB. */
const MAX_BODY_BYTES = 32 * 1024 * 1024;

/** How reading a request's body ended. */
export type BodyRead =
  | { readonly kind: 'whole'; readonly bytes: Buffer }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'gone' };

/**
 * One request and its answer on the wire. Answers and faults write through it and nowhere else, so that the
 * ledger knows what was sent and who ended it. Writing to a peer that has left does nothing.
 */
export class Exchange {
  /** Aborted as soon as the exchange is over, whoever ended it. */
  readonly gone: AbortSignal;
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #entry: OpenLedgerRequest;
  readonly #clock: Clock;
  #endedHere = false;

  constructor(request: IncomingMessage, response: ServerResponse, entry: OpenLedgerRequest, clock: Clock) {
    this.#request = request;
    this.#response = response;
    this.#entry = entry;
    this.#clock = clock;
    const gone = new AbortController();
    this.gone = gone.signal;
    // Node would write the machine's time; the simulator only knows its own clock.
    response.sendDate = false;
    response.once('close', () => {
      this.#entry.aborted = !this.#endedHere && !response.writableFinished;
      gone.abort();
    });
  }

  /** Reads the whole body, or to the end without keeping it where it is too large. */
  async readBody(): Promise<BodyRead> {
    const chunks: Buffer[] = [];
    let length = 0;
    try {
      for await (const chunk of this.#request as AsyncIterable<Buffer>) {
        length += chunk.length;
        if (length <= MAX_BODY_BYTES) chunks.push(chunk);
      }
    } catch {
      return { kind: 'gone' };
    }
    this.#entry.bodyBytes = length;
    if (length > MAX_BODY_BYTES) return { kind: 'too-large' };
    const bytes = Buffer.concat(chunks);
    this.#entry.bodySha256 = createHash('sha256').update(bytes).digest('hex');
    return { kind: 'whole', bytes };
  }

  /** Waits `ms` milliseconds of the simulator's clock, or less when the exchange ends; no time at all for 0. */
  async pause(ms: number): Promise<void> {
    if (ms <= 0 || this.gone.aborted) return;
    await sleep(this.#clock, ms, this.gone).catch(() => {
      // The peer has left: the writes that follow do nothing, and the caller ends by itself.
    });
  }

  /** Resolves when the exchange is over. */
  ended(): Promise<void> {
    if (this.gone.aborted) return Promise.resolve();
    return new Promise((resolve) => this.gone.addEventListener('abort', () => resolve(), { once: true }));
  }

  /** Sends the response head at once. Without `content-length` the body is chunked. */
  begin(status: number, headers: HeaderList): void {
    if (this.gone.aborted) return;
    this.#entry.status = status;
    const date: [string, string] = ['date', new Date(this.#clock.now()).toUTCString()];
    this.#response.writeHead(status, [...headers, ['request-id', this.#entry.id], date].flat() as string[]);
    this.#response.flushHeaders();
  }

  /** Sends a piece of the body and resolves when the operating system has it, so that pieces stay apart. */
  write(piece: string | Uint8Array): Promise<void> {
    if (this.gone.aborted || piece.length === 0) return Promise.resolve();
    return this.#untilDone((done) => this.#response.write(piece, done));
  }

  /** Resolves when even a peer in this very process has had the chance to read what was written so far. */
  async settle(): Promise<void> {
    // The next turn of the event loop may begin after its poll phase; the second has one for certain.
    await setImmediate();
    await setImmediate();
  }

  /** Sends one server-sent event. */
  writeEvent(event: SseEvent): Promise<void> {
    this.reportEvent(event);
    return this.write(sseText(event));
  }

  /** Notes the usage that an answer tells its reader. */
  report(usage: TokenUsage): void {
    if (!this.gone.aborted) this.#entry.usage = usage;
  }

  /** Notes what an event tells about usage, where its bytes are written by other means. */
  reportEvent(event: SseEvent): void {
    const usage = usageAfter(this.#entry.usage, event);
    if (usage) this.report(usage);
  }

  /** Ends the answer as HTTP wants it; the connection stays open. */
  finish(): void {
    this.#response.end();
  }

  /** Sends bytes past all HTTP framing; those of a status line count as the answer's status. */
  writeRaw(bytes: string | Uint8Array): Promise<void> {
    const { socket } = this.#request;
    if (this.gone.aborted || socket.destroyed) return Promise.resolve();
    const status = typeof bytes === 'string' ? /^HTTP\/1\.1 (\d{3}) /.exec(bytes)?.[1] : undefined;
    if (status !== undefined) this.#entry.status = Number(status);
    return this.#untilDone((done) => socket.write(bytes, done));
  }

  /** Closes the connection in good order (FIN) after what was written. */
  hangUp(): void {
    this.#endedHere = true;
    this.#request.socket.destroySoon();
  }

  /** Breaks the connection (RST). */
  reset(): void {
    this.#endedHere = true;
    this.#request.socket.resetAndDestroy();
  }

  #untilDone(start: (done: () => void) => void): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.gone.removeEventListener('abort', done);
        resolve();
      };
      this.gone.addEventListener('abort', done, { once: true });
      start(done);
    });
  }
}
