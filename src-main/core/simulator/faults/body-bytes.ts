import { assertNever } from '../../../../src-shared/lib/assert-never.ts';
import type { Answer } from '../wire/answer.ts';
import type { Exchange } from '../wire/exchange.ts';
import { sseText } from '../wire/sse-event.ts';

/** The body of an answer in one piece; the usage that it tells counts as told. */
export function bodyBytes(exchange: Exchange, { body }: Answer): Buffer {
  switch (body.kind) {
    case 'text':
      if (body.usage) exchange.report(body.usage);
      return Buffer.from(body.text);
    case 'events':
      for (const event of body.events) exchange.reportEvent(event);
      return Buffer.from(body.events.map(sseText).join(''));
    default:
      return assertNever(body);
  }
}
