import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import styles from './button.module.css';
import { classNames } from './class-names.ts';

/** What a button is for: the page's one main step, any other step, a step without a frame, or one that destroys. */
type ButtonLook = 'primary' | 'plain' | 'quiet' | 'danger';

interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'disabled'> {
  readonly look?: ButtonLook;
  readonly icon?: ReactNode;
  /** True while the command runs: the button keeps its focus and size, and ignores further clicks. */
  readonly busy?: boolean;
  /** True where the step is not possible now; it stays reachable, so that its description can say why. */
  readonly unavailable?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A button with words on it. */
export function Button({
  look = 'plain',
  icon,
  busy = false,
  unavailable = false,
  className,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  const inert = busy || unavailable;
  return (
    <button
      type="button"
      {...rest}
      className={classNames(styles.button, styles[look], className)}
      aria-disabled={inert || undefined}
      onClick={(event) => {
        if (inert) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {icon}
      <span className={styles.label}>{children}</span>
      {busy && <span className={styles.spinner} aria-hidden="true" />}
    </button>
  );
}

interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'disabled' | 'aria-label'> {
  /** What the button does; read out, and shown on hover. */
  readonly label: string;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A button that shows only an icon. */
export function IconButton({ label, className, children, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      title={label}
      {...rest}
      aria-label={label}
      className={classNames(styles.iconButton, className)}
    >
      {children}
    </button>
  );
}
