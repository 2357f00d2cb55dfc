import { useText } from '../../language/language.tsx';
import styles from './first-run.module.css';

/** Where Claude Code is connected; its own page shows the exact change first. */
export function ConnectStep({ connected }: { readonly connected: boolean }) {
  const t = useText();
  if (connected) return <p className={styles.quiet}>{t('firstRun.connect.done')}</p>;
  return (
    <>
      <p>{t('firstRun.connect.sentence')}</p>
      <div className={styles.actions}>
        <a className={styles.link} href="#/connect">
          {t('firstRun.connect.open')}
        </a>
      </div>
    </>
  );
}
