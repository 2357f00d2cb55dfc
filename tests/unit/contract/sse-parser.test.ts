import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSseParser, type SseEvent } from '../../../src-shared/contract/sse-parser.ts';

function read(...pieces: readonly string[]): readonly SseEvent[] {
  const events: SseEvent[] = [];
  const parser = createSseParser((event) => events.push(event));
  for (const piece of pieces) parser.push(piece);
  return events;
}

describe('server-sent events', () => {
  it('have a name and data', () => {
    expect(read('id: 4\nevent: snapshot\ndata: {"a":1}\n\n')).toEqual([
      { event: 'snapshot', data: '{"a":1}' },
    ]);
  });

  it('are called message where no name stands', () => {
    expect(read('data: a\n\nevent: x\ndata: b\n\ndata:c\n\n')).toEqual([
      { event: 'message', data: 'a' },
      { event: 'x', data: 'b' },
      { event: 'message', data: 'c' },
    ]);
  });

  it('join several lines of data', () => {
    expect(read('data: a\ndata:  b\n\n')).toEqual([{ event: 'message', data: 'a\n b' }]);
  });

  it('are not made of comments, of a name alone, or of an unfinished end', () => {
    expect(read(': alive\n\nevent: snapshot\n\ndata: half\n')).toEqual([]);
  });

  it('are the same however the text is cut', () => {
    const text = ': alive\n\nevent: snapshot\ndata: {"name":"工作"}\n\ndata: x\ndata: y\n\n';
    fc.assert(
      fc.property(fc.array(fc.nat(text.length), { maxLength: 12 }), (cuts) => {
        const places = [0, ...cuts.toSorted((a, b) => a - b), text.length];
        const pieces = places.slice(1).map((end, index) => text.slice(places[index], end));
        expect(read(...pieces)).toEqual(read(text));
      }),
      { numRuns: 100 },
    );
  });
});
