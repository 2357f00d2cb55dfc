import { useCore } from '../../client/client-context.tsx';
import { StatusGlyph } from '../../components/status-glyph.tsx';
import { useText } from '../../language/language.tsx';
import { MAIN_WINDOW } from './main-window.ts';
import styles from './tray-news.module.css';

/** What waits in Rota's window: sign-ins and notices, one line each. */
export function TrayNews() {
  const t = useText();
  const { notices, pendingLogins } = useCore().snapshot;
  if (notices.length === 0 && pendingLogins.length === 0) return null;
  return (
    <div className={styles.news}>
      {pendingLogins.length > 0 && <News text={t('tray.pending')} />}
      {notices.length > 0 && <News text={t('tray.notices', { count: notices.length })} />}
    </div>
  );
}

function News({ text }: { readonly text: string }) {
  return (
    <a className={styles.line} href="#/accounts" target={MAIN_WINDOW}>
      <StatusGlyph tone="action" />
      {text}
    </a>
  );
}
