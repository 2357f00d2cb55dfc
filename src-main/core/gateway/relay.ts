/**
 * Passes a committed answer on: bytes as they come, nothing kept, nothing added. A slow client slows the
 * upstream; a client that goes takes the upstream connection with it; an upstream that breaks destroys the
 * client's socket, because Claude Code then replays by itself and nothing may be spliced.
 */
import type { Clock } from '../lib/clock.ts';
import type { ClientExchange } from './client-exchange.ts';
import type { TurnEnd } from './turn-end.ts';
import type { UpstreamExchange } from './upstream-exchange.ts';
import { WRITE_GAP_MS, type WriteBatcher } from './write-batcher.ts';

/** A client that has not read for this long while bytes wait for it is taken for gone, in ms. */
const STALLED_CLIENT_MS = 300_000;

export type RelayEnd = 'ended' | 'broken' | 'client-gone';

/** Sees every piece after it was handed to the client's socket. */
export interface AnswerReader {
  push(piece: Buffer): void;
}

/** What relaying works with. */
export interface RelayPorts {
  readonly clock: Clock;
  readonly batcher: WriteBatcher;
  readonly turnEnd: TurnEnd;
}

/** Relays until the answer ends; the caller has begun it at `client`. */
export function relay(
  exchange: UpstreamExchange,
  client: ClientExchange,
  reader: AnswerReader | null,
  ports: RelayPorts,
): Promise<RelayEnd> {
  if (!exchange.ended || client.isGone) return relayAsItComes(exchange, client, reader, ports);
  // Most plain answers are all there with their head: one write, and nothing to watch.
  return new Promise((resolve) => {
    ports.turnEnd.putOff(() => {
      endAnswer(exchange, client, reader);
      resolve('ended');
    });
  });
}

/** Writes the rest of an answer that has arrived whole. */
function endAnswer(exchange: UpstreamExchange, client: ClientExchange, reader: AnswerReader | null): void {
  const payload = client.end(exchange.takePieces());
  if (payload) reader?.push(payload);
}

function relayAsItComes(
  exchange: UpstreamExchange,
  client: ClientExchange,
  reader: AnswerReader | null,
  { clock, batcher }: RelayPorts,
): Promise<RelayEnd> {
  return new Promise((resolve) => {
    let settled = false;
    let stalled: Disposable | null = null;
    let waitsForBeat = false;
    let lastWriteAt = Number.NEGATIVE_INFINITY;

    const settle = (end: RelayEnd) => {
      settled = true;
      stalled?.[Symbol.dispose]();
      client.onDrain(null);
      resolve(end);
    };
    const onDrain = () => {
      stalled?.[Symbol.dispose]();
      stalled = null;
      exchange.resume();
      pump();
    };
    const onBeat = () => {
      waitsForBeat = false;
      pump();
    };
    const pump = () => {
      if (settled) return;
      if (exchange.ended || exchange.failure) finish();
      else if (!stalled && !waitsForBeat) pass();
    };
    const pass = () => {
      const now = batcher.now();
      if (now - lastWriteAt < WRITE_GAP_MS) {
        waitsForBeat = true;
        batcher.nextBeat(onBeat);
        return;
      }
      const pieces = exchange.takePieces();
      if (pieces.length === 0) {
        client.flushHead();
        return;
      }
      lastWriteAt = now;
      const { payload, hasRoom } = client.write(pieces);
      if (!hasRoom) {
        exchange.pause();
        stalled = clock.after(STALLED_CLIENT_MS, () => client.destroy());
      }
      reader?.push(payload);
    };
    const finish = () => {
      if (exchange.ended) {
        endAnswer(exchange, client, reader);
        settle('ended');
        return;
      }
      // What arrived before the break belongs to the client; then its connection ends without a proper end.
      const pieces = exchange.takePieces();
      if (pieces.length === 0) {
        client.destroy();
      } else {
        const { payload, hasRoom } = client.write(pieces, () => client.destroy());
        if (!hasRoom) client.destroy();
        reader?.push(payload);
      }
      settle('broken');
    };

    client.onDrain(onDrain);
    client.onGone(() => {
      if (settled) return;
      exchange.abort();
      settle('client-gone');
    });
    if (client.isGone) {
      exchange.abort();
      settle('client-gone');
      return;
    }
    exchange.read(pump);
    pump();
  });
}
