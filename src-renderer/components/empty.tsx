import type { ReactNode } from 'react';
import styles from './empty.module.css';

interface EmptyProps {
  readonly icon: ReactNode;
  readonly title: string;
  /** What will be here. */
  readonly sentence: string;
  /** The first step towards it. */
  readonly action?: ReactNode;
}

/** A place where nothing is yet. */
export function Empty({ icon, title, sentence, action }: EmptyProps) {
  return (
    <div className={styles.empty}>
      {icon}
      <h2>{title}</h2>
      <p>{sentence}</p>
      {action}
    </div>
  );
}
