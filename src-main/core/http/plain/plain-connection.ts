/**
 * A client's connection as long as it carries plain requests, one after the other. The first that is none goes to
 * Node's server, and the connection with it.
 */
import type { Socket } from 'node:net';
import { closingAnswer } from '../closing-answer.ts';
import { type AnswerWay, PlainExchange } from './plain-exchange.ts';
import { readPlainHead } from './plain-head.ts';

/** Limits of a connection; times in ms. */
export interface ConnectionLimits {
  /** Largest request head, in bytes. */
  readonly maxHeaderBytes: number;
  /** Time until a first request. */
  readonly headersTimeoutMs: number;
  /** Time for a whole request, body included. */
  readonly requestTimeoutMs: number;
  /** Idle life between two requests. */
  readonly keepAliveMs: number;
}

/** Whom a connection belongs to. */
export interface ConnectionOwner {
  readonly limits: ConnectionLimits;
  /** By a monotonic clock, in ms. */
  now(): number;
  /** The time as HTTP writes it. */
  date(): string;
  serve(exchange: PlainExchange): void;
  /** The connection ends here, and the socket, with what has been read put back, is somebody else's. */
  handOver(socket: Socket): void;
  onClosed(connection: PlainConnection): void;
}

export class PlainConnection implements AnswerWay {
  readonly ownHeaders: string;
  readonly #socket: Socket;
  readonly #owner: ConnectionOwner;
  /** The request whose body or answer is not whole yet. */
  #exchange: PlainExchange | null = null;
  #isAnswered = true;
  /** What came behind a request that is not answered yet. */
  #held: Buffer | null = null;
  #hadRequest = false;
  /** When the connection became idle, or the request began. */
  #since: number;

  constructor(socket: Socket, owner: ConnectionOwner) {
    this.#socket = socket;
    this.#owner = owner;
    this.#since = owner.now();
    this.ownHeaders = `connection: keep-alive\r\nkeep-alive: timeout=${owner.limits.keepAliveMs / 1_000}\r\n`;
    socket
      .on('data', this.#onData)
      .on('drain', this.#onDrain)
      .on('end', this.#onEnd)
      .on('error', this.#onError)
      .once('close', this.#onClose);
  }

  /** True while no request is on the connection, and no answer on its way. */
  get isIdle(): boolean {
    return this.#exchange === null && this.#held === null && this.#socket.writableLength === 0;
  }

  get isClosed(): boolean {
    return this.#socket.destroyed || this.#socket.writableEnded;
  }

  /** Cuts the connection off where its client has taken too long; called every few seconds. */
  checkTime(): void {
    const { headersTimeoutMs, keepAliveMs, requestTimeoutMs } = this.#owner.limits;
    const tookMs = this.#owner.now() - this.#since;
    if (this.#exchange === null) {
      const idleMs = this.#hadRequest ? keepAliveMs : headersTimeoutMs;
      if (tookMs > (this.#socket.writableLength > 0 ? requestTimeoutMs : idleMs)) this.#socket.destroy();
    } else if (this.#exchange.missing > 0 && tookMs > requestTimeoutMs) {
      if (this.#exchange.hasBegun || this.isClosed) this.#socket.destroy();
      else this.#socket.end(closingAnswer('408 Request Timeout'));
    }
  }

  date(): string {
    return this.#owner.date();
  }

  write(data: string | Buffer, onWritten?: () => void): boolean {
    // Behind the end a write would take what is still on its way with it.
    if (this.#socket.writableEnded) {
      if (onWritten) queueMicrotask(onWritten);
      return false;
    }
    return typeof data === 'string'
      ? this.#socket.write(data, 'latin1', onWritten)
      : this.#socket.write(data, onWritten);
  }

  together(writes: () => void): void {
    this.#socket.cork();
    writes();
    this.#socket.uncork();
  }

  onAnswered(): void {
    this.#isAnswered = true;
    this.#endRequest();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  readonly #onData = (bytes: Buffer): void => {
    const exchange = this.#exchange;
    if (exchange !== null && exchange.missing > 0) this.#takeBody(exchange, bytes);
    else if (exchange !== null || this.#held !== null) this.#hold(bytes);
    else this.#begin(bytes);
  };

  #begin(bytes: Buffer): void {
    const head = readPlainHead(bytes, this.#owner.limits.maxHeaderBytes);
    if (head === null) {
      this.#handOver(bytes);
      return;
    }
    const exchange = new PlainExchange(head, this);
    this.#exchange = exchange;
    this.#isAnswered = false;
    this.#hadRequest = true;
    this.#since = this.#owner.now();
    if (bytes.length > head.length) this.#takeBody(exchange, bytes.subarray(head.length));
    this.#owner.serve(exchange);
  }

  #takeBody(exchange: PlainExchange, bytes: Buffer): void {
    const body = bytes.length > exchange.missing ? bytes.subarray(0, exchange.missing) : bytes;
    if (body.length > 0) exchange.take(body);
    if (body.length < bytes.length) this.#hold(bytes.subarray(body.length));
    this.#endRequest();
  }

  #hold(bytes: Buffer): void {
    this.#held = this.#held === null ? bytes : Buffer.concat([this.#held, bytes]);
    // Up to here it goes on, because only who reads notices that a client went.
    if (this.#held.length >= this.#owner.limits.maxHeaderBytes) this.#socket.pause();
  }

  /** The request is over when its body has come and its answer is written, whichever is last. */
  #endRequest(): void {
    if (this.#exchange === null || !this.#isAnswered || this.#exchange.missing > 0) return;
    this.#exchange = null;
    this.#since = this.#owner.now();
    // Who does not read the answers is not asked for more.
    if (this.#socket.writableNeedDrain) this.#socket.pause();
    // In a turn of its own: a client may have sent hundreds of requests at once.
    else if (this.#held !== null) setImmediate(this.#goOn);
  }

  readonly #goOn = (): void => {
    const held = this.#held;
    if (this.#exchange !== null || this.isClosed) return;
    this.#held = null;
    this.#socket.resume();
    if (held !== null) this.#onData(held);
  };

  #handOver(bytes: Buffer): void {
    const socket = this.#socket;
    socket
      .off('data', this.#onData)
      .off('drain', this.#onDrain)
      .off('end', this.#onEnd)
      .off('error', this.#onError)
      .off('close', this.#onClose);
    this.#owner.onClosed(this);
    socket.unshift(bytes);
    this.#owner.handOver(socket);
  }

  readonly #onDrain = (): void => {
    if (this.#exchange !== null) {
      this.#exchange.drain();
      return;
    }
    this.#since = this.#owner.now();
    this.#goOn();
  };

  /** A client that will say nothing more is taken for gone, as Node's server does. */
  readonly #onEnd = (): void => {
    this.#socket.end();
  };

  readonly #onError = (): void => {
    this.#socket.destroy();
  };

  readonly #onClose = (): void => {
    this.#owner.onClosed(this);
    this.#exchange?.close();
  };
}
