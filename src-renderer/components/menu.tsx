import { DropdownMenu } from 'radix-ui';
import { type ReactNode, useRef } from 'react';
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
 * A menu button after the ARIA practices. It is not modal: the modal one locks scrolling with an inline style
 * sheet, which the page's policy forbids. It opens where the button stands, so that it belongs to the same landmark.
 */
export function Menu({ label, icon, items }: MenuProps) {
  const button = useRef<HTMLButtonElement>(null);
  // What was chosen is done after the focus is back on the button, so that a dialog returns it to there.
  const chosen = useRef<MenuItem | null>(null);
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>
        <IconButton ref={button} label={label}>
          {icon}
        </IconButton>
      </DropdownMenu.Trigger>
      <DropdownMenu.Content
        className={styles.menu}
        align="end"
        sideOffset={4}
        collisionPadding={8}
        loop
        aria-label={label}
        onCloseAutoFocus={(event) => {
          const item = chosen.current;
          if (item === null) return;
          chosen.current = null;
          event.preventDefault();
          button.current?.focus();
          item.onSelect();
        }}
      >
        {items.map((item) => (
          <DropdownMenu.Item
            key={item.label}
            className={classNames(
              styles.item,
              item.danger && styles.danger,
              item.separated && styles.separated,
            )}
            onSelect={() => {
              chosen.current = item;
            }}
          >
            {item.icon}
            {item.label}
          </DropdownMenu.Item>
        ))}
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}
