import { describe, expect, it } from 'vitest';
import { expectedPayload, PayloadCheck } from '../../bench/expected-payload.ts';
import {
  type AnswerPlan,
  formatPlan,
  jsonAnswer,
  parsePlan,
  streamEvents,
  TIMESTAMP_DIGITS,
  timestampOffset,
} from '../../bench/vendor-answer.ts';

const PLANS: readonly AnswerPlan[] = [
  { kind: 'json' },
  { kind: 'fast-stream', events: 200, eventsPerWrite: 7 },
  { kind: 'paced-stream', events: 20, gapMs: 5 },
];

function checkFor(plan: AnswerPlan, now = 0, delays: number[] = []): PayloadCheck {
  return new PayloadCheck(
    expectedPayload(plan, 1024),
    () => now,
    (delayMs) => delays.push(delayMs),
  );
}

describe('what the upstream answers', () => {
  it.each(PLANS)('is asked for in a header: $kind', (plan) => {
    expect(parsePlan(formatPlan(plan))).toEqual(plan);
  });

  it('refuses a plan that nobody wrote', () => {
    expect(() => parsePlan('stream;events=3')).toThrow('Unknown answer plan');
  });

  it('is a stream of as many whole events as were asked for', () => {
    const text = Buffer.concat(streamEvents(200)).toString();
    expect(text.split('\n\n')).toHaveLength(201);
    expect(text.startsWith('event: message_start\n')).toBe(true);
    expect(text.endsWith('data: {"type":"message_stop"}\n\n')).toBe(true);
  });
});

describe('checking an answer while it comes', () => {
  it('counts the events of a stream that arrives in odd pieces', () => {
    const check = checkFor({ kind: 'fast-stream', events: 200, eventsPerWrite: 1 });
    const bytes = Buffer.concat(streamEvents(200));
    let events = 0;
    for (let at = 0; at < bytes.length; at += 37) {
      events += check.take(bytes, at, Math.min(at + 37, bytes.length));
    }
    expect(events).toBe(200);
    expect(check.isComplete).toBe(true);
  });

  it('notices one wrong byte', () => {
    const bytes = Buffer.concat(streamEvents(20));
    bytes[bytes.length - 10]! ^= 1;
    const check = checkFor({ kind: 'fast-stream', events: 20, eventsPerWrite: 1 });
    expect(() => check.take(bytes, 0, bytes.length)).toThrow('differs from the upstream');
  });

  it('notices that fewer body bytes reached the upstream than were sent', () => {
    const truncated = jsonAnswer(1023);
    expect(() => checkFor({ kind: 'json' }).take(truncated, 0, truncated.length)).toThrow('differs');
  });

  it('notices bytes too many, and that bytes are missing', () => {
    const answer = jsonAnswer(1024);
    const check = checkFor({ kind: 'json' });
    check.take(answer, 0, answer.length - 1);
    expect(check.isComplete).toBe(false);
    expect(() => check.take(Buffer.from('}}'), 0, 2)).toThrow('longer than');
  });

  it('reads how long each paced event was under way, also from pieces', () => {
    const events = streamEvents(20).map((event) => Buffer.from(event));
    const stamped = events.filter((event) => timestampOffset(event) >= 0);
    for (const [index, event] of stamped.entries()) {
      const sentNs = (1000 - index) * 1_000_000;
      event.write(String(sentNs).padStart(TIMESTAMP_DIGITS, '0'), timestampOffset(event), 'latin1');
    }
    const bytes = Buffer.concat(events);
    const delays: number[] = [];
    const check = checkFor({ kind: 'paced-stream', events: 20, gapMs: 5 }, 1000, delays);
    for (let at = 0; at < bytes.length; at += 11) check.take(bytes, at, Math.min(at + 11, bytes.length));
    expect(delays).toEqual(stamped.map((_, index) => index));
  });
});
