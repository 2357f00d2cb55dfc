import type { ReactNode } from 'react';
import { useText } from '../language/language.tsx';
import { Button } from './button.tsx';
import { DialogActions } from './dialog.tsx';
import styles from './form.module.css';
import { Notice } from './notice.tsx';

interface DialogFormProps {
  readonly children: ReactNode;
  /** Why it was refused, for above the buttons; absent where a field says so itself. */
  readonly problem?: string | null;
  /** True while it is being saved. */
  readonly busy: boolean;
  /** True while something that it needs is missing. */
  readonly incomplete?: boolean;
  /** What the main button says; default: Save. */
  readonly submit?: string;
  readonly onSubmit: () => void;
  readonly onCancel: () => void;
}

/** A form in a dialog with the end that all of them share: what went wrong, Cancel, Save. Never sent twice at once. */
export function DialogForm({
  children,
  problem = null,
  busy,
  incomplete = false,
  submit,
  onSubmit,
  onCancel,
}: DialogFormProps) {
  const t = useText();
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy && !incomplete) onSubmit();
      }}
    >
      {children}
      {problem !== null && (
        <Notice tone="problem" urgent>
          {problem}
        </Notice>
      )}
      <DialogActions>
        <Button onClick={onCancel}>{t('common.cancel')}</Button>
        <Button type="submit" look="primary" busy={busy} unavailable={incomplete}>
          {submit ?? t('common.save')}
        </Button>
      </DialogActions>
    </form>
  );
}
