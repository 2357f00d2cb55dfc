import { Ellipsis } from 'lucide-react';
import type { AccountSnapshot } from '../../../src-shared/model/account.ts';
import { Button } from '../../components/button.tsx';
import { classNames } from '../../components/class-names.ts';
import { Menu } from '../../components/menu.tsx';
import type { SortableSlot } from '../../components/sortable-list.tsx';
import { StatusGlyph } from '../../components/status-glyph.tsx';
import { Remaining } from '../../components/times.tsx';
import { useLanguage, useText } from '../../language/language.tsx';
import { type AccountAction, accountMenu } from './account-actions.tsx';
import { AccountFacts } from './account-facts.tsx';
import { endOf, remedyFor, saysSomething, toneOf } from './account-health.ts';
import styles from './account-row.module.css';
import { kindText } from './kind-text.ts';
import { QuotaBar } from './quota-bar.tsx';
import { ReasonLines } from './reason-lines.tsx';

interface AccountRowProps {
  readonly account: AccountSnapshot;
  readonly slot: SortableSlot;
  readonly readOnly: boolean;
  readonly onAction: (action: AccountAction) => void;
}

/** One account: who it is, how it is and why, its windows, and what it has done. */
export function AccountRow({ account, slot, readOnly, onAction }: AccountRowProps) {
  const t = useText();
  const items = accountMenu({ account, slot, readOnly, onAction }, t);
  const windows = account.windows.filter(saysSomething);

  return (
    <div className={classNames(styles.row, account.state === 'disabled' && styles.off)}>
      <span className={styles.handle}>{slot.handle}</span>
      <span className={styles.place}>
        <span className="visually-hidden">{t('accounts.place')} </span>
        {slot.place}
      </span>

      <div className={styles.head}>
        <h2 className={styles.name}>{account.name}</h2>
        <span className={styles.kind}>{kindText(account, t)}</span>
      </div>
      <div className={styles.side}>
        <Health account={account} />
        {items.length > 0 && (
          <Menu
            label={t('accounts.more', { name: account.name })}
            icon={<Ellipsis size={16} aria-hidden="true" />}
            items={items}
          />
        )}
      </div>

      <div className={styles.body}>
        <ReasonLines
          account={account}
          action={<Remedy account={account} readOnly={readOnly} onAction={onAction} />}
        />
        {windows.length > 0 && (
          <ul className={styles.windows} aria-label={t('accounts.windows')}>
            {windows.map((window) => (
              <QuotaBar key={window.name} window={window} />
            ))}
          </ul>
        )}
        <AccountFacts account={account} />
      </div>
    </div>
  );
}

/** One or two words, and for how long. */
function Health({ account }: { readonly account: AccountSnapshot }) {
  const t = useText();
  const { reason } = useLanguage();
  const until = endOf(account.reason);
  return (
    <span className={styles.health}>
      <StatusGlyph tone={toneOf(account)} />
      <span>
        {account.reason === null ? t('health.ready') : reason(account.reason, 0).short}
        {until !== null && (
          <span className={styles.remaining}>
            <Remaining until={until} />
          </span>
        )}
      </span>
    </span>
  );
}

/** The step that brings an account back which waits for the person: a button, not a colour. */
function Remedy({
  account,
  readOnly,
  onAction,
}: {
  readonly account: AccountSnapshot;
  readonly readOnly: boolean;
  readonly onAction: (action: AccountAction) => void;
}) {
  const t = useText();
  const remedy = remedyFor(account, readOnly);
  if (remedy === null) return null;
  return <Button onClick={() => onAction(remedy)}>{t(`remedy.${remedy}`)}</Button>;
}
