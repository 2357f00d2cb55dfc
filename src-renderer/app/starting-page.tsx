import { Notice } from '../components/notice.tsx';
import { useText } from '../language/language.tsx';
import styles from './starting-page.module.css';

/** The page's shape before anything is known; after a while it says that Rota does not answer. */
export function StartingPage({ unreachable = false }: { readonly unreachable?: boolean }) {
  const t = useText();
  return (
    <main className={styles.page} aria-busy={!unreachable}>
      <h1 className="visually-hidden">Rota</h1>
      {unreachable ? (
        <Notice tone="problem" urgent>
          {t('offline.never')}
        </Notice>
      ) : (
        <p className="visually-hidden">{t('common.loading')}</p>
      )}
      <div className={styles.rows} aria-hidden="true">
        <div className={styles.row} />
        <div className={styles.row} />
        <div className={styles.row} />
      </div>
    </main>
  );
}
