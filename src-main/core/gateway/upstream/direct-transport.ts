/** Connections to one origin without a proxy between: as many as there are requests at once, and kept for a minute. */
import type { Clock } from '../../lib/clock.ts';
import type { TurnEnd } from '../turn-end.ts';
import { type ConnectionOwner, UpstreamConnection } from './connection.ts';
import { SocketOpener } from './open-socket.ts';
import type { AnswerSink, ExchangeControl, UpstreamRequest, UpstreamTransport } from './transport.ts';

/** Idle life of a connection, in ms. */
const KEEP_ALIVE_MS = 60_000;
/** The upstream closes its side by its own clock: so much earlier a connection is given up, in ms. */
const KEEP_ALIVE_MARGIN_MS = 1_000;

interface IdleConnection {
  readonly connection: UpstreamConnection;
  /** By the monotonic clock. */
  readonly until: number;
}

export class DirectTransport implements UpstreamTransport, ConnectionOwner {
  readonly #opener: SocketOpener;
  readonly #host: string;
  readonly #clock: Clock;
  readonly #turnEnd: TurnEnd;
  readonly #connections = new Set<UpstreamConnection>();
  /** The one used last is used first, so that the others grow old and go. */
  readonly #idle: IdleConnection[] = [];
  #sweep: Disposable | null = null;
  #isClosing = false;
  readonly #empty = Promise.withResolvers<void>();

  constructor(origin: URL, clock: Clock, turnEnd: TurnEnd) {
    this.#opener = new SocketOpener(origin);
    this.#host = origin.host;
    this.#clock = clock;
    this.#turnEnd = turnEnd;
  }

  send(request: UpstreamRequest, sink: AnswerSink): ExchangeControl {
    const connection = this.#takeIdle() ?? this.#open();
    try {
      connection.send(request, sink);
    } catch (error) {
      connection.destroy();
      queueMicrotask(() => sink.onFailure(error as Error));
    }
    return connection;
  }

  close(): Promise<void> {
    this.#isClosing = true;
    for (const { connection } of this.#idle.splice(0)) connection.destroy();
    if (this.#connections.size === 0) this.#empty.resolve();
    return this.#empty.promise;
  }

  destroy(): Promise<void> {
    const closed = this.close();
    for (const connection of [...this.#connections]) connection.destroy();
    return closed;
  }

  onFree(connection: UpstreamConnection): void {
    const keptMs = Math.min(KEEP_ALIVE_MS, (connection.keptAliveMs ?? Infinity) - KEEP_ALIVE_MARGIN_MS);
    if (this.#isClosing || keptMs <= 0) {
      connection.destroy();
      return;
    }
    this.#idle.push({ connection, until: this.#clock.monotonic() + keptMs });
    this.#sweep ??= this.#clock.after(KEEP_ALIVE_MS, this.#closeOld);
  }

  onClosed(connection: UpstreamConnection): void {
    this.#connections.delete(connection);
    const at = this.#idle.findIndex((idle) => idle.connection === connection);
    if (at >= 0) this.#idle.splice(at, 1);
    if (this.#isClosing && this.#connections.size === 0) this.#empty.resolve();
  }

  #takeIdle(): UpstreamConnection | null {
    for (let idle = this.#idle.pop(); idle; idle = this.#idle.pop()) {
      if (idle.until > this.#clock.monotonic() && idle.connection.isUsable) return idle.connection;
      idle.connection.destroy();
    }
    return null;
  }

  #open(): UpstreamConnection {
    const connection = new UpstreamConnection(this.#opener, this.#host, this, this.#clock, this.#turnEnd);
    this.#connections.add(connection);
    return connection;
  }

  readonly #closeOld = (): void => {
    this.#sweep = null;
    const now = this.#clock.monotonic();
    for (const idle of this.#idle.filter(({ until }) => until <= now)) idle.connection.destroy();
    if (this.#idle.length > 0) this.#sweep = this.#clock.after(KEEP_ALIVE_MS, this.#closeOld);
  };
}
