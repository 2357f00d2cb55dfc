import {
  DndContext,
  KeyboardSensor,
  PointerSensor,
  type UniqueIdentifier,
  useDndContext,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import { arrayMove, SortableContext, useSortable, verticalListSortingStrategy } from '@dnd-kit/sortable';
import { GripVertical } from 'lucide-react';
import { type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useText } from '../language/language.tsx';
import { useAnnounce } from './announcer.tsx';
import { classNames } from './class-names.ts';
import { keyInColumn, overInColumn, topAt, upAndDownOnly } from './sortable-column.ts';
import styles from './sortable-list.module.css';
import { useFocusKept } from './use-focus-kept.ts';

/** Something that has a place in a list; `label` names it to whoever cannot see it. */
export interface SortableItem {
  readonly id: string;
  readonly label: string;
}

/** What an item is drawn with. */
export interface SortableSlot {
  /** Where it stands, from 1, and among how many. */
  readonly place: number;
  readonly total: number;
  readonly lifted: boolean;
  /** The button that it is dragged by, to be put anywhere in it; null where there is nothing to sort. */
  readonly handle: ReactNode;
  /** Moves it by some places (negative is up) at once, for a menu; the focus stays where it is. */
  moveBy(places: number): void;
}

interface SortableListProps<Item extends SortableItem> {
  /** In their present order; the list is redrawn in the new order only when these change. */
  readonly items: readonly Item[];
  /** All ids in the order that the person asked for. */
  readonly onReorder: (ids: readonly string[]) => void;
  readonly render: (item: Item, slot: SortableSlot) => ReactNode;
  /** False where the order is not the person's to change. */
  readonly sortable?: boolean;
  /** What the list is called, where no heading says it. */
  readonly label?: string;
  readonly className?: string | undefined;
  readonly itemClassName?: string | undefined;
}

const POINTER = { activationConstraint: { distance: 4 } };

// Leaving a lifted item by Tab puts nothing down elsewhere.
const KEYS = { start: ['Space', 'Enter'], end: ['Space', 'Enter'], cancel: ['Escape', 'Tab'] };

/**
 * A column that is sorted by mouse, touch and keyboard: the handle is dragged, or Space lifts, arrows move, Space
 * puts down and Esc gives up; each step is announced. While something is lifted the order on the screen stays as
 * it was, whatever arrives.
 */
export function SortableList<Item extends SortableItem>({
  items,
  onReorder,
  render,
  sortable = true,
  label,
  className,
  itemClassName,
}: SortableListProps<Item>) {
  const t = useText();
  const announce = useAnnounce();
  const contextId = useId();
  const placeOfKeys = useRef<number | null>(null);
  const keyboard = useMemo(
    () => ({
      coordinateGetter: keyInColumn(placeOfKeys),
      scrollBehavior: 'auto' as const,
      keyboardCodes: KEYS,
    }),
    [],
  );
  const sensors = useSensors(useSensor(PointerSensor, POINTER), useSensor(KeyboardSensor, keyboard));
  const [lift, setLift] = useState<{ readonly order: readonly string[]; readonly place: number } | null>(
    null,
  );
  const shown = lift === null ? items : inOrderOf(lift.order, items);
  const ids = shown.map(({ id }) => id);
  const movable = sortable && shown.length > 1;
  useFocusKept(ids.join('\n'));
  useEscapeTaken(lift !== null);

  const tell = (what: 'lifted' | 'moved' | 'dropped' | 'cancelled', id: UniqueIdentifier, place: number) => {
    const name = shown.find((item) => item.id === id)?.label ?? '';
    announce(t(`reorder.${what}`, { name, place, total: shown.length }));
  };

  const move = (id: string, to: number) => {
    const from = ids.indexOf(id);
    if (from === -1 || to < 0 || to >= ids.length) return;
    tell('dropped', id, to + 1);
    if (to !== from) onReorder(arrayMove(ids, from, to));
  };

  const placeOf = (id: UniqueIdentifier) => ids.indexOf(String(id)) + 1;

  return (
    <DndContext
      id={contextId}
      sensors={sensors}
      collisionDetection={overInColumn}
      modifiers={[upAndDownOnly]}
      accessibility={{
        announcements: SILENT,
        screenReaderInstructions: { draggable: t('reorder.help') },
      }}
      onDragStart={({ active }) => {
        placeOfKeys.current = null;
        setLift({ order: ids, place: placeOf(active.id) });
        tell('lifted', active.id, placeOf(active.id));
      }}
      onDragOver={({ active, over }) => {
        if (over === null || lift === null || placeOf(over.id) === lift.place) return;
        setLift({ ...lift, place: placeOf(over.id) });
        tell('moved', active.id, placeOf(over.id));
      }}
      onDragCancel={({ active }) => {
        setLift(null);
        tell('cancelled', active.id, placeOf(active.id));
      }}
      onDragEnd={({ active, over }) => {
        setLift(null);
        move(String(active.id), placeOfKeys.current ?? placeOf(over?.id ?? active.id) - 1);
      }}
    >
      <SortableContext items={ids} strategy={verticalListSortingStrategy} disabled={!movable}>
        <ol
          className={classNames(styles.list, lift !== null && styles.lifting, className)}
          aria-label={label}
        >
          <Landing />
          {shown.map((item, index) => (
            <Place key={item.id} item={item} movable={movable} className={itemClassName}>
              {(handle, lifted) =>
                render(item, {
                  place: index + 1,
                  total: shown.length,
                  lifted,
                  handle,
                  moveBy: (places) => move(item.id, index + places),
                })
              }
            </Place>
          ))}
        </ol>
      </SortableContext>
    </DndContext>
  );
}

/** Marks Esc as used while something is lifted: it gives that up, and closes no window around the list. */
function useEscapeTaken(lifted: boolean): void {
  useEffect(() => {
    if (!lifted) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') event.preventDefault();
    };
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, [lifted]);
}

/** The list announces in the page's own region; dnd-kit's stays empty. */
const SILENT = {
  onDragStart: () => undefined,
  onDragOver: () => undefined,
  onDragEnd: () => undefined,
  onDragCancel: () => undefined,
};

/** The items in a remembered order; those that came since stand at the end. */
function inOrderOf<Item extends SortableItem>(order: readonly string[], items: readonly Item[]): Item[] {
  const known = order.flatMap((id) => items.find((item) => item.id === id) ?? []);
  return [...known, ...items.filter(({ id }) => !order.includes(id))];
}

const WITHOUT_GLIDE = () => false;

function Place({
  item,
  movable,
  className,
  children,
}: {
  readonly item: SortableItem;
  readonly movable: boolean;
  readonly className: string | undefined;
  readonly children: (handle: ReactNode, lifted: boolean) => ReactNode;
}) {
  const t = useText();
  const { setNodeRef, setActivatorNodeRef, attributes, listeners, transform, isDragging } = useSortable({
    id: item.id,
    animateLayoutChanges: WITHOUT_GLIDE,
    attributes: { roleDescription: t('reorder.role') },
  });
  const handle = movable && (
    <button
      type="button"
      ref={setActivatorNodeRef}
      {...attributes}
      {...listeners}
      className={styles.handle}
      aria-label={t('reorder.handle', { name: item.label })}
    >
      <GripVertical size={14} aria-hidden="true" />
    </button>
  );
  return (
    <li
      ref={setNodeRef}
      className={classNames(className, isDragging && styles.lifted)}
      style={{ transform: transform === null ? undefined : `translateY(${transform.y}px)` }}
    >
      {children(handle || null, isDragging)}
    </li>
  );
}

/** A frame where the lifted item would land. */
function Landing() {
  const { active, over, droppableRects } = useDndContext();
  const items = active?.data.current?.['sortable']?.items as readonly string[] | undefined;
  if (active === null || over === null || items === undefined) return null;
  const column = items.flatMap((id) => droppableRects.get(id) ?? []);
  const from = items.indexOf(String(active.id));
  const [first, own] = [column[0], column[from]];
  if (column.length !== items.length || first === undefined || own === undefined) return null;
  const top = topAt(column, from, items.indexOf(String(over.id))) - first.top;
  return (
    <li
      className={styles.landing}
      aria-hidden="true"
      style={{ insetBlockStart: top, blockSize: own.height }}
    />
  );
}
