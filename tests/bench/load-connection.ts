/** One keep-alive connection of the load generator: raw bytes out, checked answers in. */
import { connect, type Socket } from 'node:net';
import { type ExpectedPayload, PayloadCheck } from './expected-payload.ts';
import type { BodyPieces } from './load-job.ts';
import { ResponseReader } from './response-reader.ts';

export interface Exchange {
  /** Head and body, in as many buffers as they are kept in. */
  readonly request: readonly Buffer[];
  readonly expected: ExpectedPayload;
}

export interface ConnectionListener {
  /** Monotonic time in ms. */
  now(): number;
  onConnected(): void;
  onFirstByte(): void;
  /** Bytes arrived and completed so many events. */
  onBytes(events: number): void;
  onEventDelay(delayMs: number): void;
  onAnswered(): void;
  onFailed(reason: string): void;
  onClosed(): void;
}

export class Connection {
  readonly #socket: Socket;
  readonly #readBuffer: Buffer;
  readonly #listener: ConnectionListener;
  readonly #reader: ResponseReader;
  readonly #check: PayloadCheck;
  #isAwaitingFirstByte = false;
  #isUnderWay = false;
  #isOver = false;
  #newEvents = 0;

  /** `readBuffer` is where the kernel puts what it reads; it is free again after each read, so connections share it. */
  constructor(url: URL, first: Exchange, readBuffer: Buffer, listener: ConnectionListener) {
    this.#readBuffer = readBuffer;
    this.#listener = listener;
    this.#check = new PayloadCheck(first.expected, listener.now, (ms) => listener.onEventDelay(ms));
    this.#reader = new ResponseReader({
      onHead: (status) => {
        if (status !== 200) throw new Error(`The answer has status ${status}.`);
      },
      onBody: (buffer, start, end) => {
        this.#newEvents += this.#check.take(buffer, start, end);
      },
      onEnd: () => {
        if (!this.#check.isComplete) throw new Error('The answer is shorter than the upstream’s.');
        this.#isUnderWay = false;
      },
    });
    const onread = { buffer: readBuffer, callback: (bytes: number) => this.#read(bytes) };
    this.#socket = connect({ host: url.hostname, port: Number(url.port), noDelay: true, onread });
    this.#socket.on('connect', () => listener.onConnected());
    this.#socket.on('error', (error) => this.fail(error.message));
    this.#socket.on('close', () => {
      if (!this.#isOver) this.fail('the connection was closed');
      listener.onClosed();
    });
  }

  /** Sends a request; its answer must be complete before the next one. */
  send(exchange: Exchange, pieces?: BodyPieces): void {
    if (this.#isOver) return;
    this.#check.expect(exchange.expected);
    this.#isAwaitingFirstByte = true;
    this.#isUnderWay = true;
    if (pieces) {
      this.#sendPiece(Buffer.concat(exchange.request), 0, pieces);
      return;
    }
    if (exchange.request.length > 1) this.#socket.cork();
    for (const part of exchange.request) this.#socket.write(part);
    if (exchange.request.length > 1) this.#socket.uncork();
  }

  /** Ends the connection between two requests. */
  close(): void {
    this.#isOver = true;
    this.#socket.destroy();
  }

  /** Ends the connection and counts a failure. */
  fail(reason: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#listener.onFailed(reason);
    this.#socket.destroy();
  }

  #sendPiece(request: Buffer, from: number, pieces: BodyPieces): void {
    if (this.#isOver) return;
    const to = from + pieces.bytes;
    this.#socket.write(request.subarray(from, to));
    if (to < request.length) setTimeout(() => this.#sendPiece(request, to, pieces), pieces.gapMs);
  }

  #read(bytes: number): boolean {
    if (this.#isOver) return false;
    if (!this.#isUnderWay) {
      this.fail('bytes arrived that no request had asked for');
      return false;
    }
    if (this.#isAwaitingFirstByte) {
      this.#isAwaitingFirstByte = false;
      this.#listener.onFirstByte();
    }
    this.#newEvents = 0;
    try {
      this.#reader.push(this.#readBuffer, bytes);
    } catch (error) {
      this.fail(error instanceof Error ? error.message : String(error));
      return false;
    }
    this.#listener.onBytes(this.#newEvents);
    if (!this.#isUnderWay) this.#listener.onAnswered();
    return true;
  }
}
