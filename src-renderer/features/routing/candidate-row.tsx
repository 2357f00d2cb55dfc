import type { ReactNode } from 'react';
import { classNames } from '../../components/class-names.ts';
import { StatusGlyph } from '../../components/status-glyph.tsx';
import { useLanguage, useText } from '../../language/language.tsx';
import { toneOf } from '../accounts/account-health.ts';
import styles from './candidate-row.module.css';
import type { CandidateLine } from './route-edits.ts';

interface CandidateRowProps {
  readonly line: CandidateLine;
  readonly handle: ReactNode;
  /** Absent where nothing may be changed. */
  readonly menu: ReactNode;
}

/** One line of a route: its place, the account and how it is, and the model name that it gets. */
export function CandidateRow({ line, handle, menu }: CandidateRowProps) {
  const t = useText();
  return (
    <div className={classNames(styles.row, !menu && styles.fixed)}>
      {menu && <span className={styles.handle}>{handle}</span>}
      <span className={styles.place}>{line.place}</span>
      <span className={styles.words}>
        <span className={styles.name}>{line.label}</span>
        {line.candidate.model !== null && (
          <span className={styles.model}>{t('candidate.sentAs', { model: line.candidate.model })}</span>
        )}
      </span>
      <Health line={line} />
      {menu && <span className={styles.menu}>{menu}</span>}
    </div>
  );
}

function Health({ line }: { readonly line: CandidateLine }) {
  const t = useText();
  const { reason } = useLanguage();
  const [account, ...more] = line.accounts;
  if (account === undefined)
    return (
      <span className={styles.health}>
        <StatusGlyph tone="action" />
        {t('candidate.missing')}
      </span>
    );
  if (more.length > 0)
    return <span className={styles.health}>{t('candidate.several', { count: line.accounts.length })}</span>;
  return (
    <span className={styles.health}>
      <StatusGlyph tone={toneOf(account)} />
      {account.reason === null ? t('health.ready') : reason(account.reason, 0).short}
    </span>
  );
}
