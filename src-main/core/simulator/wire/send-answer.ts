import { assertNever } from '../../../../src-shared/lib/assert-never.ts';
import type { Answer, HeaderList } from './answer.ts';
import { type Compression, createCompressor } from './compression.ts';
import type { Exchange } from './exchange.ts';
import { type SseEvent, sseText } from './sse-event.ts';

/** How fast answers come, in milliseconds of the simulator's clock. */
export interface Pace {
  /** From the end of the request to the first byte of the answer. */
  readonly firstEventMs: number;
  readonly betweenEventsMs: number;
}

/** How answers are sent. */
export interface Delivery {
  readonly pace: Pace;
  readonly compression: Compression | null;
}

/** Sends a whole answer, event by event where it is a stream. */
export async function sendAnswer(
  exchange: Exchange,
  answer: Answer,
  { pace, compression }: Delivery,
): Promise<void> {
  await exchange.pause(pace.firstEventMs);
  const headers: HeaderList = compression
    ? [...answer.headers, ['content-encoding', compression]]
    : answer.headers;
  switch (answer.body.kind) {
    case 'text': {
      const bytes = await encodeText(answer.body.text, compression);
      exchange.begin(answer.status, [...headers, ['content-length', String(bytes.length)]]);
      if (answer.body.usage) exchange.report(answer.body.usage);
      await exchange.write(bytes);
      break;
    }
    case 'events':
      exchange.begin(answer.status, headers);
      await sendEvents(exchange, answer.body.events, pace, compression);
      break;
    default:
      assertNever(answer.body);
  }
  exchange.finish();
}

async function sendEvents(
  exchange: Exchange,
  events: readonly SseEvent[],
  pace: Pace,
  compression: Compression | null,
): Promise<void> {
  const compressor = compression ? createCompressor(compression) : null;
  for (const [index, event] of events.entries()) {
    if (exchange.gone.aborted) break;
    if (index > 0) await exchange.pause(pace.betweenEventsMs);
    exchange.reportEvent(event);
    await exchange.write(compressor ? await compressor.compress(sseText(event)) : sseText(event));
  }
  if (compressor) await exchange.write(await compressor.finish());
}

async function encodeText(text: string, compression: Compression | null): Promise<Uint8Array> {
  if (!compression) return Buffer.from(text);
  const compressor = createCompressor(compression);
  return Buffer.concat([await compressor.compress(text), await compressor.finish()]);
}
