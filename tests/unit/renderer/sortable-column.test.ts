import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeByKey, placeOver, topAt } from '../../../src-renderer/components/sortable-column.ts';

/** Items of these heights, one under the other. */
const columnOf = (heights: readonly number[]) => {
  let bottom = 0;
  return heights.map((height) => {
    const top = bottom;
    bottom += height;
    return { top, bottom };
  });
};

const lifted = (column: readonly { top: number; bottom: number }[], from: number, byPx: number) => {
  const { top, bottom } = column[from] ?? { top: 0, bottom: 0 };
  return { top: top + byPx, bottom: bottom + byPx };
};

describe('sorting a column', () => {
  it('lets a neighbour give way once the leading edge reaches its middle', () => {
    const column = columnOf([10, 20, 30]);
    const over = (from: number, byPx: number) => placeOver(column, from, lifted(column, from, byPx));
    expect(over(0, 9)).toBe(0);
    expect(over(0, 10)).toBe(1);
    expect(over(0, 34)).toBe(1);
    expect(over(0, 35)).toBe(2);
    expect(over(2, -9)).toBe(2);
    expect(over(2, -10)).toBe(1);
    expect(over(0, -500)).toBe(0);
    expect(over(2, 500)).toBe(2);
  });

  it('puts a lifted item with its leading edge where the item of that place has its own', () => {
    const column = columnOf([10, 20, 30]);
    expect(topAt(column, 0, 2)).toBe(50);
    expect(topAt(column, 2, 0)).toBe(0);
    expect(topAt(column, 1, 1)).toBe(10);
  });

  it('brings an item by key exactly to the place that it is then over, whatever the heights', () => {
    const columns = fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(columns, fc.nat(), fc.nat(), (heights, a, b) => {
        const column = columnOf(heights);
        const from = a % heights.length;
        const to = b % heights.length;
        const top = topAt(column, from, to);
        const there = { top, bottom: top + (heights[from] ?? 0) };
        expect(placeOver(column, from, there)).toBe(to);
      }),
      { numRuns: 300 },
    );
  });

  it('moves by arrows within the column, by Home and End to its ends, and by no other key', () => {
    expect(placeByKey('ArrowDown', 1, 4)).toBe(2);
    expect(placeByKey('ArrowDown', 3, 4)).toBe(3);
    expect(placeByKey('ArrowUp', 0, 4)).toBe(0);
    expect(placeByKey('Home', 2, 4)).toBe(0);
    expect(placeByKey('End', 1, 4)).toBe(3);
    expect(placeByKey('ArrowLeft', 1, 4)).toBeNull();
  });
});
