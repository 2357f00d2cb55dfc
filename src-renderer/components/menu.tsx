import { type KeyboardEvent, type ReactNode, useId, useLayoutEffect, useRef, useState } from 'react';
import { IconButton } from './button.tsx';
import { classNames } from './class-names.ts';
import styles from './menu.module.css';

/** One line of a menu; `separated` draws a hairline above it. */
export interface MenuItem {
  readonly label: string;
  readonly icon?: ReactNode;
  readonly danger?: boolean;
  readonly separated?: boolean;
  readonly onSelect: () => void;
}

interface MenuProps {
  /** What the menu is for, e.g. "More for work@studio.dev". */
  readonly label: string;
  readonly icon: ReactNode;
  readonly items: readonly MenuItem[];
}

/**
 * A menu button after the ARIA practices: arrows, Home and End move, Enter chooses, Esc and Tab close, a letter
 * jumps to the next item that starts with it. The list is a popover, so no scrolling ancestor cuts it off.
 */
export function Menu({ label, icon, items }: MenuProps) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  // A press on the button closes an open popover before the click arrives; that click must not open it again.
  const pressedWhileOpen = useRef(false);
  const listId = useId();

  useLayoutEffect(() => {
    const popover = list.current;
    if (!open || popover === null || button.current === null) return;
    popover.showPopover();
    placeBelow(popover, button.current.getBoundingClientRect());
    itemsOf(popover)[0]?.focus();
  }, [open]);

  const close = () => {
    list.current?.hidePopover();
    button.current?.focus();
  };

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.key === 'Tab') {
      event.preventDefault();
      return close();
    }
    const target = nextItem(event.key, itemsOf(event.currentTarget));
    if (target === undefined) return;
    event.preventDefault();
    target.focus();
  };

  return (
    <>
      <IconButton
        ref={button}
        label={label}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? listId : undefined}
        onPointerDown={() => {
          pressedWhileOpen.current = open;
        }}
        onClick={() => {
          if (!pressedWhileOpen.current) setOpen(true);
          pressedWhileOpen.current = false;
        }}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
          event.preventDefault();
          setOpen(true);
        }}
      >
        {icon}
      </IconButton>
      {open && (
        <div
          ref={list}
          id={listId}
          role="menu"
          aria-label={label}
          tabIndex={-1}
          popover="auto"
          className={styles.menu}
          onKeyDown={onKeyDown}
          onToggle={(event) => {
            if (event.newState === 'closed') setOpen(false);
          }}
        >
          {items.map((item) => (
            <button
              key={item.label}
              type="button"
              role="menuitem"
              tabIndex={-1}
              className={classNames(
                styles.item,
                item.danger && styles.danger,
                item.separated && styles.separated,
              )}
              onClick={() => {
                close();
                item.onSelect();
              }}
            >
              {item.icon}
              {item.label}
            </button>
          ))}
        </div>
      )}
    </>
  );
}

function itemsOf(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>('[role=menuitem]')];
}

/** The item that a key moves to, or undefined where the key means nothing to a menu. */
function nextItem(key: string, items: readonly HTMLElement[]): HTMLElement | undefined {
  const current = items.indexOf(document.activeElement as HTMLElement);
  switch (key) {
    case 'ArrowDown':
      return items[(current + 1) % items.length];
    case 'ArrowUp':
      return items.at((current <= 0 ? items.length : current) - 1);
    case 'Home':
      return items[0];
    case 'End':
      return items.at(-1);
    default: {
      if (key.length !== 1 || key === ' ') return undefined;
      const startsWithKey = (item: HTMLElement) =>
        item.textContent.trim().toLowerCase().startsWith(key.toLowerCase());
      return [...items.slice(current + 1), ...items.slice(0, current + 1)].find(startsWithKey);
    }
  }
}

const EDGE_PX = 8;

/** Puts the popover under its button and aligned with its end, or above where there is no room below. */
function placeBelow(popover: HTMLElement, anchor: DOMRect): void {
  const { width, height } = popover.getBoundingClientRect();
  const viewport = document.documentElement;
  const left = Math.max(EDGE_PX, Math.min(anchor.right - width, viewport.clientWidth - width - EDGE_PX));
  const below = anchor.bottom + 4;
  const fitsBelow = below + height <= viewport.clientHeight - EDGE_PX;
  popover.style.left = `${left}px`;
  popover.style.top = `${fitsBelow ? below : Math.max(EDGE_PX, anchor.top - height - 4)}px`;
}
