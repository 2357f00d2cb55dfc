import { useText } from '../language/language.tsx';
import styles from './page-shape.module.css';

/** The shape of a page that is on its way. It appears late, so that a quick answer shows no flicker. */
export function PageShape() {
  const t = useText();
  return (
    <>
      <p className="visually-hidden">{t('common.loading')}</p>
      <div className={styles.shape} aria-hidden="true">
        <div className={styles.head} />
        <div className={styles.line} />
        <div className={styles.list} />
      </div>
    </>
  );
}
