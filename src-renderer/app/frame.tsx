import { Layers, Plug, Route, Settings } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { useCore } from '../client/client-context.tsx';
import { RotaMark } from '../components/rota-mark.tsx';
import { AccountsPage } from '../features/accounts/accounts-page.tsx';
import { ConnectPage } from '../features/connect/connect-page.tsx';
import { RoutingPage } from '../features/routing/routing-page.tsx';
import { SettingsPage } from '../features/settings/settings-page.tsx';
import { useText } from '../language/language.tsx';
import styles from './frame.module.css';
import { GatewayState } from './gateway-state.tsx';
import { PAGES, type PageName, pageHref, useCurrentPage } from './pages.ts';
import { Ribbons } from './ribbons.tsx';

const ICON = { size: 16, 'aria-hidden': true } as const;

const ICONS: Readonly<Record<PageName, ReactNode>> = {
  accounts: <Layers {...ICON} />,
  routing: <Route {...ICON} />,
  connect: <Plug {...ICON} />,
  settings: <Settings {...ICON} />,
};

/** Navigation at the side (on top of a narrow window), the current page beside it. */
export function Frame() {
  const t = useText();
  const page = useCurrentPage();
  const main = useRef<HTMLElement>(null);
  return (
    <div className={styles.frame}>
      <header className={styles.rail}>
        <button type="button" className={styles.skip} onClick={() => main.current?.focus()}>
          {t('nav.skip')}
        </button>
        <p className={styles.mark}>
          <RotaMark size={16} />
          Rota
        </p>
        <nav aria-label={t('nav.label')}>
          <ul className={styles.links}>
            {PAGES.map((name) => (
              <li key={name}>
                <a
                  href={pageHref(name)}
                  className={styles.link}
                  aria-current={name === page ? 'page' : undefined}
                >
                  {ICONS[name]}
                  {t(`nav.${name}`)}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <GatewayState />
      </header>
      <main ref={main} tabIndex={-1} className={styles.main}>
        <Ribbons page={page} />
        <CurrentPage page={page} />
      </main>
    </div>
  );
}

function CurrentPage({ page }: { readonly page: PageName }) {
  const { snapshot } = useCore();
  switch (page) {
    case 'accounts':
      return <AccountsPage />;
    case 'routing':
      return <RoutingPage />;
    case 'connect':
      return <ConnectPage baseUrl={snapshot.baseUrl} />;
    case 'settings':
      return <SettingsPage />;
  }
}
