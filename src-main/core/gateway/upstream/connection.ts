/**
 * One connection to an upstream, with one exchange on it at a time. Bytes are read into one buffer that all connections
 * share, which is what keeps hundreds of open streams small: the parser copies what somebody has to keep.
 */
import type { OnReadOpts, Socket } from 'node:net';
import type { Clock } from '../../lib/clock.ts';
import type { TurnEnd } from '../turn-end.ts';
import type { ParsedHead } from './answer-head.ts';
import { type AnswerEvents, AnswerParser } from './answer-parser.ts';
import {
  AbortedError,
  ConnectionClosedError,
  ConnectTimeoutError,
  SilentUpstreamError,
} from './exchange-errors.ts';
import type { SocketOpener } from './open-socket.ts';
import { requestHead } from './request-head.ts';
import type { AnswerSink, ExchangeControl, UpstreamRequest } from './transport.ts';

/** Time to a TCP and TLS connection, in ms. */
const CONNECT_TIMEOUT_MS = 10_000;
/** A body up to this size is written together with its head, in bytes. */
const SMALL_BODY_BYTES = 16 * 1024;
/** So much of a larger body is handed to the system in one turn of the event loop, in bytes. */
const WRITE_BYTES = 256 * 1024;

const READ_BUFFER = Buffer.allocUnsafeSlow(64 * 1024);

/** Whom a connection belongs to. */
export interface ConnectionOwner {
  /** Its exchange is over, and it can take another one. */
  onFree(connection: UpstreamConnection): void;
  /** It is closed, for whatever reason. */
  onClosed(connection: UpstreamConnection): void;
}

export class UpstreamConnection implements ExchangeControl, AnswerEvents {
  #socket: Socket;
  readonly #opener: SocketOpener;
  readonly #clock: Clock;
  readonly #host: string;
  readonly #owner: ConnectionOwner;
  readonly #turnEnd: TurnEnd;
  readonly #parser = new AnswerParser(this);
  #sink: AnswerSink | null = null;
  /** The request that waits for the connection to stand, or for the turn to end. */
  #outgoing: { readonly head: string; readonly request: UpstreamRequest } | null = null;
  #connectTimer: Disposable | null = null;
  #isPaused = false;
  #silenceMs = 0;
  /** Pieces of the body that the system has not been given yet. */
  #unsent: readonly Buffer[] = [];
  #keptAliveMs: number | null = null;

  constructor(opener: SocketOpener, host: string, owner: ConnectionOwner, clock: Clock, turnEnd: TurnEnd) {
    this.#opener = opener;
    this.#clock = clock;
    this.#host = host;
    this.#owner = owner;
    this.#turnEnd = turnEnd;
    this.#socket = this.#open();
  }

  #open(): Socket {
    const onread: OnReadOpts = {
      buffer: READ_BUFFER,
      callback: (length) => this.#read(READ_BUFFER.subarray(0, length)),
    };
    const socket = this.#opener
      .open(onread)
      .once(this.#opener.readyEvent, () => this.#onConnected())
      .on('timeout', () => this.#onSilence())
      .on('end', () => this.#onUpstreamClosed())
      .on('error', (error) => this.#onBroken(error))
      .once('close', () => {
        if (socket !== this.#socket) return; // given up for another one
        this.#fail(new ConnectionClosedError());
        this.#owner.onClosed(this);
      });
    this.#connectTimer = this.#clock.after(CONNECT_TIMEOUT_MS, () => this.#fail(new ConnectTimeoutError()));
    return socket;
  }

  /** How long the upstream said it keeps the connection, in ms; null where it said nothing. */
  get keptAliveMs(): number | null {
    return this.#keptAliveMs;
  }

  /** False once the socket is closed, also before it has been told. */
  get isUsable(): boolean {
    return !this.#socket.destroyed;
  }

  /** Begins an exchange; the connection is new or was reported free. Throws where the request cannot be sent as it is. */
  send(request: UpstreamRequest, sink: AnswerSink): void {
    this.#outgoing = { head: requestHead(request, this.#host), request };
    this.#sink = sink;
    if (this.#connectTimer === null) this.#turnEnd.putOff(this.#write);
  }

  pause(): void {
    if (this.#isPaused) return;
    this.#isPaused = true;
    this.#socket.pause();
  }

  resume(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    this.#socket.resume();
    // A silence that ended while nobody listened has been ignored, and the timer does not begin again by itself.
    this.#socket.setTimeout(this.#silenceMs);
  }

  abort(): void {
    this.#fail(new AbortedError());
  }

  /** Closes the connection at once; an exchange on it fails. */
  destroy(): void {
    this.#fail(new AbortedError());
  }

  onHead(head: ParsedHead): void {
    this.#keptAliveMs = head.keptAliveMs;
    this.#sink?.onHead(head);
  }

  onPiece(piece: Buffer): void {
    this.#sink?.onPiece(piece);
  }

  onEnd(): void {
    const sink = this.#sink;
    this.#sink = null;
    // An answer that came before its request was sent leaves the rest of the request in the way of the next one.
    const isSpent = this.#keptAliveMs === 0 || this.#unsent.length > 0 || this.#socket.writableLength > 0;
    if (isSpent) this.#socket.destroy();
    else if (this.isUsable) this.#free();
    sink?.onEnd();
  }

  #free(): void {
    if (this.#isPaused) this.resume();
    this.#owner.onFree(this);
  }

  #onConnected(): void {
    this.#connectTimer?.[Symbol.dispose]();
    this.#connectTimer = null;
    this.#write();
  }

  readonly #write = (): void => {
    if (this.#connectTimer !== null) return; // a new socket took the old one's place before the turn ended
    const outgoing = this.#outgoing;
    this.#outgoing = null;
    if (!outgoing || !this.#sink) return;
    const { head, request } = outgoing;
    if (this.#silenceMs !== request.silenceMs) {
      this.#silenceMs = request.silenceMs;
      this.#socket.setTimeout(request.silenceMs);
    }
    this.#sink.onReached();
    this.#parser.begin(request.method);
    const { body } = request;
    if (body.length === 0) {
      this.#socket.write(head, 'latin1');
    } else if (body.length === 1 && body[0]!.length <= SMALL_BODY_BYTES) {
      // One text for both is one buffer and one system call without a list; latin1 is the bytes as they are.
      this.#socket.write(head + body[0]!.toString('latin1'), 'latin1');
    } else {
      this.#socket.cork();
      this.#socket.write(head, 'latin1');
      this.#unsent = body;
      this.#writeBody();
      this.#socket.uncork();
    }
  };

  /** A part of the body, and the next one when the system has taken it: a large body would hold up everybody else. */
  readonly #writeBody = (): void => {
    const pieces = this.#unsent;
    if (pieces.length === 0 || this.#socket.destroyed) return;
    let count = 0;
    for (let bytes = 0; count < pieces.length && bytes < WRITE_BYTES; count++) bytes += pieces[count]!.length;
    this.#unsent = pieces.slice(count);
    this.#socket.cork();
    for (let i = 0; i < count; i++) {
      const isLast = i === count - 1 && this.#unsent.length > 0;
      this.#socket.write(pieces[i]!, isLast ? this.#onWritten : undefined);
    }
    this.#socket.uncork();
  };

  readonly #onWritten = (): void => {
    setImmediate(this.#writeBody);
  };

  #read(bytes: Buffer): boolean {
    try {
      this.#parser.push(bytes);
    } catch (error) {
      this.#onBroken(error as Error);
    }
    return true;
  }

  #onUpstreamClosed(): void {
    if (this.#parser.close()) return;
    this.#onBroken(new ConnectionClosedError());
  }

  #onSilence(): void {
    if (!this.#isPaused) this.#onBroken(new SilentUpstreamError());
  }

  /**
   * The socket cannot be used any more. A request that was given to a connection while this was on its way, and of
   * which nothing has been written, goes out on a new socket.
   */
  #onBroken(error: Error): void {
    const isUnsent = this.#outgoing !== null && this.#sink !== null && this.#connectTimer === null;
    if (!isUnsent) {
      this.#fail(error);
      return;
    }
    const old = this.#socket;
    this.#silenceMs = 0;
    this.#socket = this.#open();
    if (this.#isPaused) this.#socket.pause();
    old.destroy();
  }

  #fail(error: Error): void {
    this.#connectTimer?.[Symbol.dispose]();
    const sink = this.#sink;
    this.#sink = null;
    this.#socket.destroy();
    sink?.onFailure(error);
  }
}
