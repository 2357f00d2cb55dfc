import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstEvent } from '../../../src-main/core/gateway/first-event.ts';
import { UsageTap } from '../../../src-main/core/gateway/usage-tap.ts';
import { cut, pieceSizes } from '../../support/chunking.ts';

type Event = { type: string; [key: string]: unknown };

const count = fc.integer({ min: 0, max: 1_000_000 });
const usage = fc.record(
  {
    input_tokens: count,
    output_tokens: count,
    cache_read_input_tokens: count,
    cache_creation_input_tokens: count,
    cache_creation: fc.oneof(
      fc.constant(null),
      fc.record({ ephemeral_5m_input_tokens: count, ephemeral_1h_input_tokens: count }, { requiredKeys: [] }),
    ),
  },
  { requiredKeys: [] },
);
const chatter: fc.Arbitrary<Event> = fc.oneof(
  fc.constant({ type: 'ping' }),
  fc
    .oneof(
      fc.string({ unit: 'grapheme', maxLength: 40 }),
      fc.constantFrom('message_start', 'event: error\n', '"usage":{"output_tokens":9}'),
    )
    .map((text) => ({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } })),
  fc
    .integer({ min: 500, max: 90_000 })
    .map((n) => ({ type: 'content_block_delta', delta: { text: 'y'.repeat(n) } })),
);

function asSse(event: Event, newline: string): string {
  return `event: ${event.type}${newline}data: ${JSON.stringify(event)}${newline}${newline}`;
}

describe('the usage tap', () => {
  it('reports the same usage for every chunking: cumulative fields of message_delta replace those of message_start', () => {
    fc.assert(
      fc.property(
        usage,
        fc.array(usage, { maxLength: 3 }),
        fc.array(chatter, { maxLength: 12 }),
        fc.boolean(),
        fc.constantFrom('\n', '\r\n'),
        pieceSizes,
        (first, deltas, talk, stops, newline, sizes) => {
          const events: Event[] = [
            { type: 'message_start', message: { id: 'm', usage: first } },
            ...talk,
            ...deltas.map((delta) => ({ type: 'message_delta', delta: {}, usage: delta })),
            ...(stops ? [{ type: 'message_stop' }] : []),
          ];
          const bytes = Buffer.from(events.map((event) => asSse(event, newline)).join(''));
          const tap = new UsageTap();
          for (const piece of cut(bytes, sizes)) tap.push(piece);
          const expected = Object.assign(
            {},
            ...[first, ...deltas].map((one) => ({ ...one, ...one.cache_creation })),
          ) as Record<string, number>;
          expect(tap.report()).toEqual({
            usage: {
              inputTokens: expected['input_tokens'] ?? 0,
              outputTokens: expected['output_tokens'] ?? 0,
              cacheReadInputTokens: expected['cache_read_input_tokens'] ?? 0,
              cacheCreationInputTokens: expected['cache_creation_input_tokens'] ?? 0,
              cacheCreation5mInputTokens: expected['ephemeral_5m_input_tokens'] ?? 0,
              cacheCreation1hInputTokens: expected['ephemeral_1h_input_tokens'] ?? 0,
            },
            complete: stops,
            errored: false,
          });
        },
      ),
      { numRuns: 300 },
    );
  });

  it('sees an error event in mid-stream', () => {
    const tap = new UsageTap();
    tap.push(Buffer.from(asSse({ type: 'message_start', message: { usage: { input_tokens: 3 } } }, '\n')));
    tap.push(Buffer.from(asSse({ type: 'error', error: { type: 'overloaded_error' } }, '\n')));
    expect(tap.report()).toMatchObject({ errored: true, complete: false, usage: { inputTokens: 3 } });
  });

  it('is not upset by bytes that are no events', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3_000 }), pieceSizes, (bytes, sizes) => {
        const tap = new UsageTap();
        for (const piece of cut(Buffer.from(bytes), sizes)) tap.push(piece);
        expect(tap.report().complete).toBe(false);
      }),
      { numRuns: 100 },
    );
  });
});

describe('the first event', () => {
  const judge = (bytes: Buffer, sizes: readonly number[]) => {
    let seen = Buffer.alloc(0);
    for (const piece of cut(bytes, sizes)) {
      seen = Buffer.concat([seen, piece]);
      const verdict = firstEvent(seen);
      if (verdict.kind !== 'unknown') return verdict;
    }
    return { kind: 'unknown' };
  };

  it('is fine for everything but an error, however it is cut', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('message_start', 'ping', 'content_block_start', 'errors_are_fine'),
        fc.constantFrom('\n', '\r\n', '\r'),
        pieceSizes,
        (type, newline, sizes) => {
          expect(judge(Buffer.from(asSse({ type }, newline)), sizes)).toEqual({ kind: 'fine' });
        },
      ),
    );
  });

  it('is an error with its data, however it is cut, also where the event line is missing', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        pieceSizes,
        (message, newline, named, sizes) => {
          const event = { type: 'error', error: { type: 'overloaded_error', message } };
          const whole = asSse(event, newline);
          const text = named ? whole : whole.slice(whole.indexOf('data:'));
          expect(judge(Buffer.from(text), sizes)).toEqual({ kind: 'error', data: JSON.stringify(event) });
        },
      ),
    );
  });

  it('lets a comment, an endless line and bytes that are no events pass', () => {
    expect(firstEvent(Buffer.from(': keep-alive\n'))).toEqual({ kind: 'fine' });
    expect(firstEvent(Buffer.from('<html>'))).toEqual({ kind: 'fine' });
    expect(firstEvent(Buffer.alloc(70_000, 'event: error'))).toEqual({ kind: 'fine' });
    expect(firstEvent(Buffer.from('eve'))).toEqual({ kind: 'unknown' });
  });
});
