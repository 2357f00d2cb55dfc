import { type KeyboardEvent, type MouseEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import { moved, offsets, placeUnder } from './reorder.ts';

/** What happened to a lifted item, for the person who cannot see it; places count from 1. */
export type ReorderEvent = {
  readonly kind: 'lifted' | 'moved' | 'dropped' | 'cancelled';
  readonly id: string;
  readonly place: number;
};

interface ReorderOptions {
  /** The items' ids in their present order. */
  readonly ids: readonly string[];
  readonly onDrop: (ids: readonly string[]) => void;
  readonly onEvent: (event: ReorderEvent) => void;
}

/** The item that is off the ground; `distance` is how far the pointer has dragged it, in px, or null for the keyboard. */
interface Lift {
  readonly id: string;
  readonly from: number;
  readonly to: number;
  readonly heights: readonly number[];
  readonly distance: number | null;
}

const DRAG_STARTS_PX = 4;
const SCROLL_ZONE_PX = 56;
const SCROLL_STEP_PX = 9;

/**
 * Sorting a column by pointer or keyboard: the handle is dragged, or Space lifts, arrows move, Space puts down
 * and Esc gives up. The order itself is not touched before the item is put down.
 */
export function useReorder({ ids, onDrop, onEvent }: ReorderOptions) {
  const [lift, setLift] = useState<Lift | null>(null);
  const items = useRef(new Map<string, HTMLElement>());
  const drag = useRef<{ id: string; startY: number; clientY: number; frame: number } | null>(null);
  const order = ids.join('\n');

  const raise = (id: string, distance: number | null): Lift => {
    const from = ids.indexOf(id);
    const heights = ids.map((each) => items.current.get(each)?.getBoundingClientRect().height ?? 0);
    const raised = { id, from, to: from, heights, distance };
    setLift(raised);
    onEvent({ kind: 'lifted', id, place: from + 1 });
    return raised;
  };

  const moveTo = (current: Lift, to: number, distance: number | null) => {
    setLift({ ...current, to, distance });
    if (to !== current.to) onEvent({ kind: 'moved', id: current.id, place: to + 1 });
  };

  const putDown = (current: Lift) => {
    setLift(null);
    onEvent({ kind: 'dropped', id: current.id, place: current.to + 1 });
    if (current.to === current.from) return;
    onDrop(moved(ids, current.from, current.to));
  };

  const giveUp = (current: Lift) => {
    endDrag();
    setLift(null);
    onEvent({ kind: 'cancelled', id: current.id, place: current.from + 1 });
  };

  const endDrag = () => {
    if (drag.current !== null) cancelAnimationFrame(drag.current.frame);
    drag.current = null;
  };

  // The items changed under the lifted one: what it would be put between no longer holds.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs for a new order, and only for that
  useEffect(() => {
    endDrag();
    setLift(null);
  }, [order]);

  const followPointer = (current: Lift | null) => {
    const state = drag.current;
    if (state === null) return;
    const distance = state.clientY + window.scrollY - state.startY;
    if (current === null && Math.abs(distance) < DRAG_STARTS_PX) return;
    const lifted = current ?? raise(state.id, distance);
    moveTo(lifted, placeUnder(lifted.heights, lifted.from, distance), distance);
  };

  // While the pointer rests near an edge of the window the page scrolls, and the item goes with it.
  useEffect(() => {
    const state = drag.current;
    if (lift === null || state === null) return;
    state.frame = requestAnimationFrame(() => {
      const bottom = document.documentElement.clientHeight - SCROLL_ZONE_PX;
      const step =
        state.clientY < SCROLL_ZONE_PX ? -SCROLL_STEP_PX : state.clientY > bottom ? SCROLL_STEP_PX : 0;
      const before = window.scrollY;
      if (step !== 0) window.scrollBy(0, step);
      if (window.scrollY !== before) followPointer(lift);
    });
    return () => cancelAnimationFrame(state.frame);
  });

  useEffect(() => {
    if (lift?.distance === undefined || lift.distance === null) return;
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.key === 'Escape') giveUp(lift);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });

  const shifts = lift === null ? null : offsets(lift.heights, lift.from, lift.to);

  return {
    liftedId: lift?.id ?? null,

    /** Where a dragged item would land, in px from the top of the list, or null. */
    landing:
      lift === null || shifts === null || lift.distance === null
        ? null
        : {
            top: lift.heights
              .slice(0, lift.from)
              .reduce((sum, height) => sum + height, shifts[lift.from] ?? 0),
            height: lift.heights[lift.from] ?? 0,
          },

    itemProps: (id: string) => ({
      ref: keep(items.current, id),
      style: { transform: translation(lift, shifts, ids.indexOf(id)) },
    }),

    handleProps: (id: string) => ({
      'aria-pressed': lift?.id === id,

      onPointerDown(event: PointerEvent<HTMLElement>) {
        if (event.button !== 0 || lift !== null) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        drag.current = { id, startY: event.clientY + window.scrollY, clientY: event.clientY, frame: 0 };
      },
      onPointerMove(event: PointerEvent<HTMLElement>) {
        if (drag.current === null) return;
        drag.current.clientY = event.clientY;
        followPointer(lift);
      },
      onPointerUp() {
        endDrag();
        if (lift !== null && lift.distance !== null) putDown(lift);
      },
      onPointerCancel() {
        if (lift !== null) giveUp(lift);
        endDrag();
      },
      /** A click without a pointer is Space, Enter, or a screen reader's own "press". */
      onClick(event: MouseEvent<HTMLElement>) {
        if (event.detail !== 0) return;
        if (lift?.id === id) putDown(lift);
        else raise(id, null);
      },
      onKeyDown(event: KeyboardEvent<HTMLElement>) {
        if (lift === null || lift.distance !== null) return;
        if (event.key === 'Escape') {
          event.stopPropagation();
          return giveUp(lift);
        }
        const to = keyboardTarget(event.key, lift.to, ids.length - 1);
        if (to === null) return;
        event.preventDefault();
        moveTo(lift, to, null);
      },
      onBlur() {
        if (lift !== null && lift.distance === null) giveUp(lift);
      },
    }),
  };
}

function keyboardTarget(key: string, place: number, last: number): number | null {
  switch (key) {
    case 'ArrowUp':
      return Math.max(0, place - 1);
    case 'ArrowDown':
      return Math.min(last, place + 1);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}

function translation(lift: Lift | null, shifts: readonly number[] | null, index: number): string | undefined {
  if (lift === null || shifts === null) return undefined;
  const y = index === lift.from ? (lift.distance ?? shifts[index] ?? 0) : (shifts[index] ?? 0);
  return y === 0 ? undefined : `translateY(${y}px)`;
}

/** A ref callback that keeps the element under its id for as long as it is in the document. */
function keep(elements: Map<string, HTMLElement>, id: string) {
  return (element: HTMLElement | null) => {
    if (element === null) elements.delete(id);
    else elements.set(id, element);
  };
}
