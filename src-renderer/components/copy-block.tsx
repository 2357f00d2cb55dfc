import styles from './copy-block.module.css';
import { CopyButton } from './copy-button.tsx';

interface CopyBlockProps {
  readonly text: string;
  /** What is shown instead of `text`, e.g. with a key covered. */
  readonly shown?: string;
  readonly label: string;
}

/** Lines to copy. */
export function CopyBlock({ text, shown = text, label }: CopyBlockProps) {
  return (
    <div className={styles.block}>
      <pre>{shown}</pre>
      <CopyButton text={text} label={label} />
    </div>
  );
}
