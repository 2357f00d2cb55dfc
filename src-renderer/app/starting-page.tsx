import { Notice } from '../components/notice.tsx';
import { RotaMark } from '../components/rota-mark.tsx';
import { useText } from '../language/language.tsx';
import frame from './frame.module.css';
import { PageShape } from './page-shape.tsx';

/** The frame before anything is known; after a while it says that Rota does not answer. */
export function StartingPage({ unreachable = false }: { readonly unreachable?: boolean }) {
  const t = useText();
  return (
    <div className={frame.frame}>
      <header className={frame.rail}>
        <p className={frame.mark}>
          <RotaMark size={16} />
          Rota
        </p>
      </header>
      <main className={frame.main} aria-busy={!unreachable}>
        <h1 className="visually-hidden">Rota</h1>
        {unreachable ? (
          <Notice tone="problem" urgent>
            {t('offline.never')}
          </Notice>
        ) : (
          <PageShape />
        )}
      </main>
    </div>
  );
}
