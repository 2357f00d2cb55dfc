import { Plus } from 'lucide-react';
import { Tooltip } from 'radix-ui';
import { useEffect } from 'react';
import { useCore } from '../../client/client-context.tsx';
import { useCommand } from '../../client/use-command.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { useText } from '../../language/language.tsx';
import { ADD_HREF } from '../accounts/page-wish.ts';
import { MAIN_WINDOW } from './main-window.ts';
import { ServingNow } from './serving-now.tsx';
import { TrayHead } from './tray-head.tsx';
import { TrayList } from './tray-list.tsx';
import { TrayNews } from './tray-news.tsx';
import styles from './tray-page.module.css';

/** The small window at the tray icon: am I fine, who serves, when does the next limit reset, and in which order. */
export function TrayPage() {
  const t = useText();
  const { snapshot } = useCore();
  const { run, problem } = useCommand();
  const { accounts, readOnlyFile } = snapshot;
  useCloseOnEscape();

  useEffect(() => {
    document.title = t('tray.title');
  }, [t]);

  return (
    <div className={styles.tray}>
      <TrayHead />
      <main className={styles.main}>
        <h1 className="visually-hidden">Rota</h1>
        <TrayNews />
        <ServingNow />
        {problem !== null && (
          <p className={styles.problem} role="alert">
            {problem}
          </p>
        )}
        {accounts.length === 0 ? (
          <p className={styles.empty}>{t('tray.empty')}</p>
        ) : (
          <Tooltip.Provider delayDuration={300}>
            <TrayList
              accounts={accounts}
              readOnly={readOnlyFile !== null}
              onOrder={(ids) => run((client) => client.command('accounts.order', { accounts: [...ids] }))}
            />
          </Tooltip.Provider>
        )}
      </main>
      <footer className={styles.foot}>
        {readOnlyFile === null && (
          <a className={styles.add} href={ADD_HREF} target={MAIN_WINDOW}>
            <Plus size={14} aria-hidden="true" />
            {t('tray.add')}
          </a>
        )}
        <CopyButton text={snapshot.baseUrl} caption={t('tray.copy')} look="quiet" />
      </footer>
    </div>
  );
}

/** Esc closes the window, unless it first gave up something that stands in it. */
function useCloseOnEscape(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) window.close();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
