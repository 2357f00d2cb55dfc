import { type ReactNode, useId } from 'react';
import { useWish } from '../client/use-wish.ts';
import styles from './switch-row.module.css';

interface SwitchRowProps {
  readonly label: string;
  /** What it means, in a sentence. */
  readonly sentence?: ReactNode;
  readonly on: boolean;
  /** True where it is not the person's to change now. */
  readonly unavailable?: boolean;
  /** Ends in null or false where it was refused; the switch then goes back. */
  readonly onChange: (on: boolean) => Promise<unknown>;
}

/** Something that is on or off, with its words in front of the switch; it takes effect at once. */
export function SwitchRow({ label, sentence, on, unavailable = false, onChange }: SwitchRowProps) {
  const id = useId();
  const { shown, show } = useWish(on);
  return (
    <div className={styles.row}>
      <div className={styles.words}>
        <label htmlFor={id} className={styles.label}>
          {label}
        </label>
        {sentence && (
          <p id={`${id}-sentence`} className={styles.sentence}>
            {sentence}
          </p>
        )}
      </div>
      <input
        id={id}
        type="checkbox"
        role="switch"
        className={styles.switch}
        checked={shown}
        aria-checked={shown}
        aria-disabled={unavailable || undefined}
        aria-describedby={sentence ? `${id}-sentence` : undefined}
        onChange={(event) => {
          if (!unavailable) void show(event.target.checked, onChange(event.target.checked));
        }}
      />
    </div>
  );
}
