import type { TokenUsage } from '../../../../src-shared/model/request-facts.ts';
import type { SseEvent } from './sse-event.ts';

/** Header names and values in wire order. */
export type HeaderList = readonly (readonly [name: string, value: string])[];

/** A whole answer as a value, before anything of it is on the wire. */
export interface Answer {
  readonly status: number;
  readonly headers: HeaderList;
  readonly body:
    | { readonly kind: 'text'; readonly text: string; readonly usage: TokenUsage | null }
    | { readonly kind: 'events'; readonly events: readonly SseEvent[] };
}

const NO_HEADERS: HeaderList = [];

/** An answer in one piece; `usage` is what its text tells about tokens. */
export function textAnswer(
  status: number,
  contentType: string,
  text: string,
  headers: HeaderList = NO_HEADERS,
  usage: TokenUsage | null = null,
): Answer {
  return {
    status,
    headers: [['content-type', contentType], ...headers],
    body: { kind: 'text', text, usage },
  };
}

/** A JSON answer in one piece. */
export function jsonAnswer(
  status: number,
  value: unknown,
  headers: HeaderList = NO_HEADERS,
  usage: TokenUsage | null = null,
): Answer {
  return textAnswer(status, 'application/json', JSON.stringify(value), headers, usage);
}

/** An HTML page. */
export function htmlAnswer(status: number, html: string, headers: HeaderList = NO_HEADERS): Answer {
  return textAnswer(status, 'text/html; charset=utf-8', html, headers);
}

/** A stream of server-sent events with status 200. */
export function eventsAnswer(events: readonly SseEvent[], headers: HeaderList = NO_HEADERS): Answer {
  return {
    status: 200,
    headers: [
      ['content-type', 'text/event-stream; charset=utf-8'],
      ['cache-control', 'no-cache'],
      ...headers,
    ],
    body: { kind: 'events', events },
  };
}

/** An error in the vendor's envelope. */
export function errorAnswer(
  status: number,
  type: string,
  message: string,
  requestId: string,
  headers: HeaderList = NO_HEADERS,
): Answer {
  return jsonAnswer(status, { type: 'error', error: { type, message }, request_id: requestId }, headers);
}

/** A redirect to `location`. */
export function redirectAnswer(status: 302 | 303 | 307, location: string): Answer {
  return textAnswer(status, 'text/plain; charset=utf-8', '', [['location', location]]);
}
