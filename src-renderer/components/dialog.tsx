import { X } from 'lucide-react';
import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';
import { useText } from '../language/language.tsx';
import { IconButton } from './button.tsx';
import styles from './dialog.module.css';

const FIRST_CONTROL = 'input:not([type=radio]), input:checked, select, textarea';

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/**
 * A modal dialog on the platform's own `<dialog>`: it traps the focus, closes on Esc and gives the focus back
 * to where it was. It is open for as long as it is rendered.
 */
export function Dialog({ title, onClose, children }: DialogProps) {
  const t = useText();
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();

  // In a layout effect, so that it is closed, and has given the focus back, before it leaves the document.
  useLayoutEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    // The platform would begin with the button that closes it again.
    dialog?.querySelector<HTMLElement>(FIRST_CONTROL)?.focus();
    return () => dialog?.close();
  }, []);

  return (
    <dialog
      ref={ref}
      className={styles.dialog}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <header className={styles.header}>
        <h2 id={titleId}>{title}</h2>
        <IconButton label={t('common.close')} onClick={onClose}>
          <X size={16} aria-hidden="true" />
        </IconButton>
      </header>
      <div className={styles.content}>{children}</div>
    </dialog>
  );
}

/** The row of buttons at a dialog's end; the main one comes last. */
export function DialogActions({ children }: { readonly children: ReactNode }) {
  return <div className={styles.actions}>{children}</div>;
}
