/**
 * What the upstream answers, byte for byte: known to the upstream, which writes it, and to the load
 * generator, which compares every answer with it. An answer is asked for with the header `x-bench-answer`.
 */

import { assertNever } from '../../src-shared/lib/assert-never.ts';

/** Header by which a request names its answer; every gateway passes unknown headers on. */
export const ANSWER_HEADER = 'x-bench-answer';

export type AnswerPlan =
  | { readonly kind: 'json' }
  /** Events as fast as possible, so many of them at each write to the socket. */
  | { readonly kind: 'fast-stream'; readonly events: number; readonly eventsPerWrite: number }
  /** Events one by one in fixed steps of time, each delta with the time at which it was written. */
  | { readonly kind: 'paced-stream'; readonly events: number; readonly gapMs: number };

/** Events that frame the deltas: message_start, content_block_start, ping; content_block_stop, message_delta, message_stop. */
const FRAMING_EVENTS = 6;
/** Digits of the timestamp in each delta: nanoseconds of the monotonic clock. */
export const TIMESTAMP_DIGITS = 20;
const TIMESTAMP_PLACE = '0'.repeat(TIMESTAMP_DIGITS);

const COMMON_HEAD = [
  'HTTP/1.1 200 OK',
  'Date: Sun, 22 Nov 2026 00:00:00 GMT',
  'request-id: req_011CSHoEeqs5C35K2UUqR7Fy',
  'anthropic-organization-id: 0f0f0f0f-0000-4000-8000-000000000001',
  'anthropic-ratelimit-unified-status: allowed',
  'anthropic-ratelimit-unified-5h-status: allowed',
  'anthropic-ratelimit-unified-5h-reset: 4000000000',
  'anthropic-ratelimit-unified-5h-utilization: 0.19',
  'anthropic-ratelimit-unified-7d-status: allowed',
  'anthropic-ratelimit-unified-7d-reset: 4000000000',
  'anthropic-ratelimit-unified-7d-utilization: 0.51',
  'anthropic-ratelimit-unified-representative-claim: five_hour',
  'anthropic-ratelimit-unified-fallback-percentage: 0.5',
  'anthropic-ratelimit-unified-reset: 4000000000',
];

/** Writes a plan as a header value. */
export function formatPlan(plan: AnswerPlan): string {
  switch (plan.kind) {
    case 'json':
      return 'json';
    case 'fast-stream':
      return `fast-stream ${plan.events} ${plan.eventsPerWrite}`;
    case 'paced-stream':
      return `paced-stream ${plan.events} ${plan.gapMs}`;
    default:
      return assertNever(plan);
  }
}

/** Reads a header value; throws on anything that `formatPlan` does not write. */
export function parsePlan(text: string): AnswerPlan {
  if (text === 'json') return { kind: 'json' };
  const match = /^(fast|paced)-stream (\d+) (\d+)$/.exec(text);
  if (!match) throw new Error(`Unknown answer plan: ${text}`);
  const [events, second] = [Number(match[2]), Number(match[3])];
  return match[1] === 'fast'
    ? { kind: 'fast-stream', events, eventsPerWrite: second }
    : { kind: 'paced-stream', events, gapMs: second };
}

/** A message of about 1 kB that states how many body bytes reached the upstream, in a field of fixed width. */
export function jsonAnswer(receivedBytes: number): Buffer {
  const message = {
    id: `msg_bench_${String(receivedBytes).padStart(12, '0')}`,
    type: 'message',
    role: 'assistant',
    model: 'claude-sonnet-5-5',
    content: [
      { type: 'text', text: 'The relay copies each chunk once and waits for the slower side. '.repeat(11) },
    ],
    stop_reason: 'end_turn',
    stop_sequence: null,
    usage: {
      input_tokens: 12,
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: 2048,
      output_tokens: 180,
      service_tier: 'standard',
    },
  };
  return Buffer.from(JSON.stringify(message));
}

/** Head and body of `jsonAnswer` in one piece. */
export function jsonResponse(receivedBytes: number): Buffer {
  const body = jsonAnswer(receivedBytes);
  const head = [...COMMON_HEAD, 'Content-Type: application/json', `Content-Length: ${body.length}`];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body]);
}

/** The head of a streamed answer. */
export const STREAM_HEAD = Buffer.from(
  [
    ...COMMON_HEAD,
    'Content-Type: text/event-stream; charset=utf-8',
    'Cache-Control: no-cache',
    'Transfer-Encoding: chunked',
    '\r\n',
  ].join('\r\n'),
);

/** The end of a chunked body. */
export const LAST_CHUNK = Buffer.from('0\r\n\r\n');

/** The events of a stream, each whole with its blank line; deltas carry a place for a timestamp. */
export function streamEvents(count: number): readonly Buffer[] {
  const deltas = count - FRAMING_EVENTS;
  if (deltas < 1) throw new Error(`A stream needs more than ${FRAMING_EVENTS} events, not ${count}.`);
  const message = {
    id: 'msg_bench_stream',
    type: 'message',
    role: 'assistant',
    model: 'claude-sonnet-5-5',
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: {
      input_tokens: 12,
      cache_read_input_tokens: 2048,
      cache_creation_input_tokens: 0,
      output_tokens: 1,
    },
  };
  const delta = { type: 'text_delta', text: `${TIMESTAMP_PLACE} some words` };
  return [
    sseEvent({ type: 'message_start', message }),
    sseEvent({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }),
    sseEvent({ type: 'ping' }),
    ...Array.from({ length: deltas }, () => sseEvent({ type: 'content_block_delta', index: 0, delta })),
    sseEvent({ type: 'content_block_stop', index: 0 }),
    sseEvent({
      type: 'message_delta',
      delta: { stop_reason: 'end_turn', stop_sequence: null },
      usage: { output_tokens: 3 * deltas },
    }),
    sseEvent({ type: 'message_stop' }),
  ];
}

/** Where the timestamp stands in an event, or -1 in one without. */
export function timestampOffset(event: Buffer): number {
  return event.indexOf(TIMESTAMP_PLACE);
}

/** One HTTP chunk around a payload. */
export function chunkOf(payload: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${payload.length.toString(16)}\r\n`), payload, Buffer.from('\r\n')]);
}

function sseEvent(data: { readonly type: string; readonly [key: string]: unknown }): Buffer {
  return Buffer.from(`event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`);
}
