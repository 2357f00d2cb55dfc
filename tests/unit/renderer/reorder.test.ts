import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { moved, offsets, placeUnder } from '../../../src-renderer/features/accounts/reorder.ts';

describe('sorting a column', () => {
  it('puts an item where it was let go and keeps all others in their order', () => {
    expect(moved(['a', 'b', 'c', 'd'], 0, 2)).toEqual(['b', 'c', 'a', 'd']);
    expect(moved(['a', 'b', 'c', 'd'], 3, 0)).toEqual(['d', 'a', 'b', 'c']);
    expect(moved(['a', 'b'], 1, 1)).toEqual(['a', 'b']);
  });

  it('moves the items between by the height of the lifted one, and that one past them', () => {
    expect(offsets([10, 20, 30, 40], 0, 2)).toEqual([50, -10, -10, 0]);
    expect(offsets([10, 20, 30, 40], 3, 1)).toEqual([0, 40, 40, -50]);
    expect(offsets([10, 20], 1, 1)).toEqual([0, 0]);
  });

  it('lets a neighbour give way once its middle is reached', () => {
    const heights = [10, 20, 30];
    expect(placeUnder(heights, 0, 9)).toBe(0);
    expect(placeUnder(heights, 0, 10)).toBe(1);
    expect(placeUnder(heights, 0, 34)).toBe(1);
    expect(placeUnder(heights, 0, 35)).toBe(2);
    expect(placeUnder(heights, 2, -10)).toBe(1);
    expect(placeUnder(heights, 0, -500)).toBe(0);
    expect(placeUnder(heights, 2, 500)).toBe(2);
  });

  it('shows the items exactly where the new order will have them', () => {
    const columns = fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(columns, fc.nat(), fc.nat(), (heights, a, b) => {
        const from = a % heights.length;
        const to = b % heights.length;
        const topsOf = (order: readonly number[]) => {
          const tops = new Map<number, number>();
          order.reduce((top, index) => {
            tops.set(index, top);
            return top + (heights[index] ?? 0);
          }, 0);
          return tops;
        };
        const before = topsOf(heights.map((_, index) => index));
        const after = topsOf(
          moved(
            heights.map((_, index) => index),
            from,
            to,
          ),
        );
        offsets(heights, from, to).forEach((offset, index) => {
          expect((before.get(index) ?? 0) + offset).toBe(after.get(index));
        });
      }),
      { numRuns: 200 },
    );
  });
});
