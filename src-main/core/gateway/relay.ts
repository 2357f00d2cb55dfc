/**
 * Passes a committed answer on: bytes as they come, nothing kept, nothing added. A slow client slows the
 * upstream; a client that goes takes the upstream connection with it; an upstream that breaks destroys the
 * client's socket, because Claude Code then replays by itself and nothing may be spliced.
 */
import type { ServerResponse } from 'node:http';
import type { Clock } from '../lib/clock.ts';
import { AnswerWriter } from './answer-writer.ts';
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

/** Relays until the answer ends; the caller has put the head into `response`, which leaves with the first bytes. */
export function relay(
  exchange: UpstreamExchange,
  response: ServerResponse,
  reader: AnswerReader | null,
  ports: RelayPorts,
): Promise<RelayEnd> {
  const writer = new AnswerWriter(response);
  if (!exchange.ended || response.destroyed) return relayAsItComes(exchange, response, writer, reader, ports);
  // Most plain answers are all there with their head: one write, and nothing to watch.
  return new Promise((resolve) => {
    ports.turnEnd.putOff(() => {
      endAnswer(exchange, writer, reader);
      resolve('ended');
    });
  });
}

/** Writes the rest of an answer that has arrived whole. */
function endAnswer(exchange: UpstreamExchange, writer: AnswerWriter, reader: AnswerReader | null): void {
  const payload = writer.end(exchange.takePieces());
  if (payload) reader?.push(payload);
}

function relayAsItComes(
  exchange: UpstreamExchange,
  response: ServerResponse,
  writer: AnswerWriter,
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
      response.off('drain', onDrain);
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
        response.flushHeaders();
        return;
      }
      lastWriteAt = now;
      const { payload, hasRoom } = writer.write(pieces);
      if (!hasRoom) {
        exchange.pause();
        stalled = clock.after(STALLED_CLIENT_MS, () => response.destroy());
      }
      reader?.push(payload);
    };
    const finish = () => {
      if (exchange.ended) {
        endAnswer(exchange, writer, reader);
        settle('ended');
        return;
      }
      // What arrived before the break belongs to the client; then its connection ends without a proper end.
      const pieces = exchange.takePieces();
      if (pieces.length === 0) {
        response.destroy();
      } else {
        const { payload, hasRoom } = writer.write(pieces, () => response.destroy());
        if (!hasRoom) response.destroy();
        reader?.push(payload);
      }
      settle('broken');
    };

    response.on('drain', onDrain);
    response.once('close', () => {
      if (settled) return;
      exchange.abort();
      settle('client-gone');
    });
    if (response.destroyed) {
      exchange.abort();
      settle('client-gone');
      return;
    }
    exchange.read(pump);
    pump();
  });
}
