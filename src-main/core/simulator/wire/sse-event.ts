/** One server-sent event as the vendor sends it: its name and a JSON object that repeats the name in `type`. */
export interface SseEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** The bytes of an event on the wire, as text. */
export function sseText(event: SseEvent): string {
  return `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}

/** The vendor's heartbeat. */
export const pingEvent: SseEvent = { type: 'ping' };

/** An error inside a 200 stream. */
export function errorEvent(type: string, message: string, requestId: string): SseEvent {
  return { type: 'error', error: { type, message }, request_id: requestId };
}
