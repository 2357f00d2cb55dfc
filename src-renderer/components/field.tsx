import { type InputHTMLAttributes, type ReactNode, type Ref, useId } from 'react';
import { classNames } from './class-names.ts';
import styles from './field.module.css';

interface FieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'id'> {
  readonly label: string;
  readonly hint?: ReactNode;
  /** What is wrong with the value, as a whole sentence, or null. */
  readonly error?: string | null;
  /** Buttons that belong to the value and stand beside it. */
  readonly beside?: ReactNode;
  /** True where the label is said but not shown, e.g. in a row of filters. */
  readonly compact?: boolean;
  readonly ref?: Ref<HTMLInputElement>;
}

/** A labelled line of input with its hint and its error. */
export function Field({
  label,
  hint,
  error = null,
  beside,
  compact = false,
  className,
  ...input
}: FieldProps) {
  const id = useId();
  const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ');
  return (
    <div className={classNames(styles.field, className)}>
      <label htmlFor={id} className={compact ? 'visually-hidden' : styles.label}>
        {label}
      </label>
      <div className={styles.row}>
        <input
          autoComplete="off"
          spellCheck={false}
          {...input}
          id={id}
          className={styles.input}
          aria-invalid={error !== null || undefined}
          aria-describedby={described || undefined}
        />
        {beside}
      </div>
      {hint && (
        <p id={`${id}-hint`} className={styles.hint}>
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className={styles.error} role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
