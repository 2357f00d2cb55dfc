/**
 * The geometry of sorting a column of items of different heights, as pure functions. While an item is lifted
 * the document stays as it is and items are only moved by transforms; the order changes when it is put down.
 */

/** The list with the item at `from` put at `to`. */
export function moved<Item>(items: readonly Item[], from: number, to: number): Item[] {
  const rest = items.filter((_, index) => index !== from);
  const item = items[from];
  return item === undefined ? rest : [...rest.slice(0, to), item, ...rest.slice(to)];
}

/** How far each item stands from its own place, in px, while the item at `from` hovers over place `to`. */
export function offsets(heights: readonly number[], from: number, to: number): number[] {
  const lifted = heights[from] ?? 0;
  return heights.map((_, index) => {
    if (index === from) return travel(heights, from, to);
    if (from < index && index <= to) return -lifted;
    if (to <= index && index < from) return lifted;
    return 0;
  });
}

/** The place that an item dragged by `distance` px (down is positive) is over: each neighbour gives way at its middle. */
export function placeUnder(heights: readonly number[], from: number, distance: number): number {
  const step = distance < 0 ? -1 : 1;
  let place = from;
  let passed = 0;
  while (heights[place + step] !== undefined) {
    const neighbour = heights[place + step] ?? 0;
    if (Math.abs(distance) < passed + neighbour / 2) break;
    passed += neighbour;
    place += step;
  }
  return place;
}

/** How far the item at `from` travels to stand at `to`, in px. */
function travel(heights: readonly number[], from: number, to: number): number {
  const passed = from < to ? heights.slice(from + 1, to + 1) : heights.slice(to, from);
  const distance = passed.reduce((sum, height) => sum + height, 0);
  return from < to ? distance : 0 - distance;
}
