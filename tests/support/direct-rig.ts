import type { Socket } from 'node:net';
import { TurnEnd } from '../../src-main/core/gateway/turn-end.ts';
import { DirectTransport } from '../../src-main/core/gateway/upstream/direct-transport.ts';
import { type Clock, systemClock } from '../../src-main/core/lib/clock.ts';
import { RecordedAnswer, type RequestParts, requestOf } from './recorded-answer.ts';
import { type SocketServer, type SocketServerOptions, startSocketServer } from './socket-server.ts';

/** The servers and direct transports of one test; what was opened last is closed first. */
export class DirectRig {
  readonly #open: (() => unknown)[] = [];

  /** Does this, too, when the test is over. */
  defer(close: () => unknown): void {
    this.#open.push(close);
  }

  async serve(
    onSocket: (socket: Socket, index: number) => unknown,
    options: SocketServerOptions = {},
  ): Promise<SocketServer> {
    const server = await startSocketServer(onSocket, options);
    this.defer(() => server[Symbol.asyncDispose]());
    return server;
  }

  transportTo(to: SocketServer | URL | string, clock: Clock = systemClock): DirectTransport {
    const origin = typeof to === 'object' && 'origin' in to ? to.origin : to;
    const transport = new DirectTransport(new URL(origin), clock, new TurnEnd());
    this.defer(() => transport.destroy());
    return transport;
  }

  async close(): Promise<void> {
    for (const close of this.#open.splice(0).reverse()) await close();
  }
}

/** Sends a request for `/`, but for what is given, and keeps what is told about it. */
export function ask(transport: DirectTransport, more: RequestParts = {}): RecordedAnswer {
  const answer = new RecordedAnswer();
  transport.send(requestOf(more), answer);
  return answer;
}
