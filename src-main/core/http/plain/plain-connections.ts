/** All connections that carry plain requests: their clock, and their end. */
import type { Socket } from 'node:net';
import type { Clock } from '../../lib/clock.ts';
import { type ConnectionLimits, type ConnectionOwner, PlainConnection } from './plain-connection.ts';
import type { PlainExchange } from './plain-exchange.ts';

/** How often connections are held against their time limits, in ms; as often as Node does it. */
const CHECK_MS = 10_000;

export class PlainConnections implements ConnectionOwner {
  readonly limits: ConnectionLimits;
  readonly serve: (exchange: PlainExchange) => void;
  readonly handOver: (socket: Socket) => void;
  readonly #connections = new Set<PlainConnection>();
  readonly #clock: Clock;
  #check: Disposable | null = null;

  constructor(
    limits: ConnectionLimits,
    clock: Clock,
    serve: (exchange: PlainExchange) => void,
    handOver: (socket: Socket) => void,
  ) {
    this.limits = limits;
    this.#clock = clock;
    this.serve = serve;
    this.handOver = handOver;
  }

  /** Reads a new connection until it closes or is handed over. */
  take(socket: Socket): void {
    this.#connections.add(new PlainConnection(socket, this));
    this.#check ??= this.#clock.after(CHECK_MS, this.#checkTimes);
  }

  now(): number {
    return this.#clock.monotonic();
  }

  date(): string {
    return new Date(this.#clock.now()).toUTCString();
  }

  onClosed(connection: PlainConnection): void {
    this.#connections.delete(connection);
  }

  closeIdle(): void {
    for (const connection of [...this.#connections]) if (connection.isIdle) connection.destroy();
  }

  closeAll(): void {
    for (const connection of [...this.#connections]) connection.destroy();
  }

  readonly #checkTimes = (): void => {
    this.#check = this.#connections.size > 0 ? this.#clock.after(CHECK_MS, this.#checkTimes) : null;
    for (const connection of [...this.#connections]) connection.checkTime();
  };
}
