import { useText } from '../language/language.tsx';
import styles from './waiting.module.css';

/** Keeps the room of lines that are on their way; after 300 ms they show as bars. */
export function Waiting({ lines }: { readonly lines: number }) {
  const t = useText();
  return (
    <div className={styles.waiting}>
      <p className="visually-hidden">{t('common.loading')}</p>
      {Array.from({ length: lines }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the bars are all alike and never change places
        <span key={index} className={styles.line} aria-hidden="true" />
      ))}
    </div>
  );
}
