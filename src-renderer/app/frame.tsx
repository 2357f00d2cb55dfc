import { Activity, ChartNoAxesColumn, Layers, Plug, Route, Settings } from 'lucide-react';
import { type ReactNode, Suspense, useRef } from 'react';
import { RotaMark } from '../components/rota-mark.tsx';
import { useText } from '../language/language.tsx';
import { CurrentPage } from './current-page.tsx';
import styles from './frame.module.css';
import { GatewayState } from './gateway-state.tsx';
import { PageBoundary } from './page-boundary.tsx';
import { PageShape } from './page-shape.tsx';
import { PAGES, type PageName, pageHref } from './pages.ts';
import { Ribbons } from './ribbons.tsx';

const ICON = { size: 16, 'aria-hidden': true } as const;

const ICONS: Readonly<Record<PageName, ReactNode>> = {
  accounts: <Layers {...ICON} />,
  routing: <Route {...ICON} />,
  activity: <Activity {...ICON} />,
  usage: <ChartNoAxesColumn {...ICON} />,
  connect: <Plug {...ICON} />,
  settings: <Settings {...ICON} />,
};

/** Navigation at the side (on top of a narrow window), the current page beside it. */
export function Frame({ page }: { readonly page: PageName }) {
  const t = useText();
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
        <PageBoundary key={page}>
          <Suspense fallback={<PageShape />}>
            <CurrentPage page={page} />
          </Suspense>
        </PageBoundary>
      </main>
    </div>
  );
}
