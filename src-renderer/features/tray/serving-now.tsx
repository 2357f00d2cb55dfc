import { planText } from '../../../src-shared/lib/plan-text.ts';
import type { AccountSnapshot } from '../../../src-shared/model/account.ts';
import { useCore } from '../../client/client-context.tsx';
import { useText } from '../../language/language.tsx';
import { readinessOf, saysSomething, servingNow } from '../accounts/account-health.ts';
import { QuotaBar } from '../accounts/quota-bar.tsx';
import { ReadinessDetail } from '../accounts/serving-strip.tsx';
import styles from './serving-now.module.css';

/** How many windows have room here; the others stand in Rota's window. */
const MAX_WINDOWS = 3;

/** Who serves now, with the windows that matter; while nobody does, why, and what comes next. */
export function ServingNow() {
  const t = useText();
  const { snapshot, connected } = useCore();
  const { accounts, gateway, strategy } = snapshot;
  if (!connected) return <p className={styles.standing}>{t('offline.lost')}</p>;
  if (gateway !== 'serving') return <p className={styles.standing}>{t(`gateway.${gateway}Sentence`)}</p>;
  const account = servingNow(accounts, strategy);
  if (account !== null) return <Serving account={account} />;
  if (accounts.length === 0) return null;
  return (
    <p className={styles.standing}>
      <ReadinessDetail readiness={readinessOf(accounts)} inOrder />
    </p>
  );
}

function Serving({ account }: { readonly account: AccountSnapshot }) {
  const t = useText();
  const windows = account.windows.filter(saysSomething).slice(0, MAX_WINDOWS);
  const plan = planText(account.identity);

  return (
    <section className={styles.serving} aria-label={t('tray.servingNow')}>
      <p className={styles.who}>
        <span className={styles.name}>{account.name}</span>
        {plan !== null && <span className={styles.plan}> · {plan}</span>}
      </p>
      {windows.length === 0 ? (
        <p className={styles.plan}>{t('tray.noWindows')}</p>
      ) : (
        <ul className={styles.windows}>
          {windows.map((window) => (
            <QuotaBar key={window.name} window={window} />
          ))}
        </ul>
      )}
    </section>
  );
}
