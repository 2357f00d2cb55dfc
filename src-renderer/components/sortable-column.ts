import type { CollisionDetection, KeyboardCoordinateGetter, Modifier } from '@dnd-kit/core';
import { hasSortableData } from '@dnd-kit/sortable';

/**
 * The geometry of sorting a column of items of different heights, for dnd-kit: its own strategies compare centres
 * and corners, which skips or sticks at neighbours that are much higher or lower than the lifted item.
 */

/** A vertical stretch, in px. */
interface Stretch {
  readonly top: number;
  readonly bottom: number;
}

/**
 * The index that an item lifted from `from` is over, with the stretches of all items as they were before the lift.
 * A neighbour gives way when the item's leading edge passes its middle.
 */
export function placeOver(column: readonly Stretch[], from: number, lifted: Stretch): number {
  const start = column[from];
  if (start === undefined) return from;
  const middle = ({ top, bottom }: Stretch) => (top + bottom) / 2;
  if (lifted.top > start.top) {
    const passed = column.findLastIndex((each) => middle(each) <= lifted.bottom);
    return Math.max(from, passed);
  }
  const passed = column.findIndex((each) => middle(each) >= lifted.top);
  return passed === -1 ? from : Math.min(from, passed);
}

/** Where the lifted item's top is when it stands at `to`, in px. */
export function topAt(column: readonly Stretch[], from: number, to: number): number {
  const [start, target] = [column[from], column[to]];
  if (start === undefined || target === undefined) return 0;
  return to > from ? target.bottom - (start.bottom - start.top) : target.top;
}

/** The index that a key moves a lifted item to, or null where the key does not move it. */
export function placeByKey(code: string, place: number, total: number): number | null {
  switch (code) {
    case 'ArrowUp':
      return Math.max(0, place - 1);
    case 'ArrowDown':
      return Math.min(total - 1, place + 1);
    case 'Home':
      return 0;
    case 'End':
      return total - 1;
    default:
      return null;
  }
}

/** dnd-kit's question "what is the lifted item over?", for pointer and keyboard alike. */
export const overInColumn: CollisionDetection = ({ active, collisionRect, droppableRects }) => {
  if (!hasSortableData(active)) return [];
  const { items, index } = active.data.current.sortable;
  const column = items.flatMap((id) => droppableRects.get(id) ?? []);
  const over = column.length === items.length ? items[placeOver(column, index, collisionRect)] : undefined;
  return over === undefined ? [] : [{ id: over }];
};

/**
 * dnd-kit's question "where does this key move the lifted item?". `at` holds the index that the last key led to, null
 * before the first one: dnd-kit itself learns of it only with the next frame, and what a fast second key does would
 * count from the wrong place.
 */
export function keyInColumn(at: { current: number | null }): KeyboardCoordinateGetter {
  return (event, { context: { active, droppableRects } }) => {
    if (active === null || !hasSortableData(active)) return undefined;
    const { items, index } = active.data.current.sortable;
    const to = placeByKey(event.code, at.current ?? index, items.length);
    if (to === null) return undefined;
    event.preventDefault();
    at.current = to;
    const column = items.flatMap((id) => droppableRects.get(id) ?? []);
    if (column.length !== items.length) return undefined;
    return { x: column[index]?.left ?? 0, y: topAt(column, index, to) };
  };
}

/** Keeps a dragged item in its column. */
export const upAndDownOnly: Modifier = ({ transform }) => ({ ...transform, x: 0 });
