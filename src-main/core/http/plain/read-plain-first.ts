import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { ClientExchange } from '../../gateway/client-exchange.ts';
import type { Clock } from '../../lib/clock.ts';
import type { ConnectionLimits } from './plain-connection.ts';
import { PlainConnections } from './plain-connections.ts';

/**
 * Puts the reader of plain requests before Node's own, which gets the connections that are not for it. Node's server
 * still listens and counts; it is asked by the listener that it has for new connections.
 */
export function readPlainFirst(
  server: Server,
  limits: ConnectionLimits,
  clock: Clock,
  serve: (client: ClientExchange) => void,
): PlainConnections {
  const toNode = server.listeners('connection') as ((socket: Socket) => void)[];
  const plain = new PlainConnections(limits, clock, serve, (socket) => {
    for (const take of toNode) take.call(server, socket);
  });
  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) => plain.take(socket));
  return plain;
}
