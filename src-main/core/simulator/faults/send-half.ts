import { assertNever } from '../../../../src-shared/lib/assert-never.ts';
import type { Answer } from '../wire/answer.ts';
import type { Exchange } from '../wire/exchange.ts';
import type { SseEvent } from '../wire/sse-event.ts';

/** Sends the head and the first half of an answer; gives back what is left of a stream. */
export async function sendHalf(
  exchange: Exchange,
  { status, headers, body }: Answer,
): Promise<readonly SseEvent[]> {
  switch (body.kind) {
    case 'text': {
      const bytes = Buffer.from(body.text);
      exchange.begin(status, [...headers, ['content-length', String(bytes.length)]]);
      await exchange.write(bytes.subarray(0, Math.ceil(bytes.length / 2)));
      return [];
    }
    case 'events': {
      exchange.begin(status, headers);
      const middle = Math.ceil(body.events.length / 2);
      for (const event of body.events.slice(0, middle)) await exchange.writeEvent(event);
      return body.events.slice(middle);
    }
    default:
      return assertNever(body);
  }
}
