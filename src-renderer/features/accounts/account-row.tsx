import {
  ArrowDown,
  ArrowUp,
  Ellipsis,
  GripVertical,
  LogIn,
  Pencil,
  Power,
  RefreshCw,
  Trash2,
} from 'lucide-react';
import type { CSSProperties, HTMLAttributes, Ref } from 'react';
import type { AccountSnapshot } from '../../../src-shared/model/account.ts';
import { Button } from '../../components/button.tsx';
import { classNames } from '../../components/class-names.ts';
import { Menu, type MenuItem } from '../../components/menu.tsx';
import { StatusGlyph } from '../../components/status-glyph.tsx';
import { Remaining } from '../../components/times.tsx';
import { type Text, useLanguage, useText } from '../../language/language.tsx';
import { AccountFacts } from './account-facts.tsx';
import { endOf, saysSomething, toneOf } from './account-health.ts';
import styles from './account-row.module.css';
import { kindText } from './kind-text.ts';
import { QuotaBar } from './quota-bar.tsx';
import { ReasonLines } from './reason-lines.tsx';

/** What can be done with an account from its row. */
export type AccountAction =
  | 'rename'
  | 'move-up'
  | 'move-down'
  | 'sign-in'
  | 'refresh'
  | 'enable'
  | 'disable'
  | 'remove'
  | 'read-terms';

interface AccountRowProps {
  readonly account: AccountSnapshot;
  /** Where it is shown, from 1. */
  readonly place: number;
  /** How many accounts there are. */
  readonly total: number;
  readonly readOnly: boolean;
  readonly lifted: boolean;
  readonly itemProps: { readonly ref: Ref<HTMLLIElement>; readonly style: CSSProperties };
  readonly handleProps: HTMLAttributes<HTMLButtonElement>;
  /** Id of the element that says how the handle works. */
  readonly handleHelpId: string;
  readonly onAction: (action: AccountAction) => void;
}

/** One account: who it is, how it is and why, its windows, and what it has done. */
export function AccountRow(props: AccountRowProps) {
  const { account, place, total, readOnly, lifted, itemProps, handleProps, handleHelpId, onAction } = props;
  const t = useText();
  const language = useLanguage();
  const items = menuItems(props, t);
  const windows = account.windows.filter(saysSomething);
  const movable = !readOnly && total > 1;

  return (
    <li
      {...itemProps}
      className={classNames(styles.row, lifted && styles.lifted, account.state === 'disabled' && styles.off)}
      data-account={account.id}
    >
      {movable && (
        <button
          type="button"
          {...handleProps}
          className={styles.handle}
          aria-label={t('accounts.move', { name: account.name })}
          aria-describedby={handleHelpId}
        >
          <GripVertical size={14} aria-hidden="true" />
        </button>
      )}
      <span className={styles.place}>
        <span className="visually-hidden">{t('accounts.place')} </span>
        {place}
      </span>

      <div className={styles.head}>
        <h2 className={styles.name}>{account.name}</h2>
        <span className={styles.kind}>{kindText(account, t)}</span>
      </div>
      <div className={styles.side}>
        <span className={styles.health}>
          <StatusGlyph tone={toneOf(account)} />
          <Health account={account} />
        </span>
        {items.length > 0 && (
          <Menu
            label={t('accounts.more', { name: account.name })}
            icon={<Ellipsis size={16} aria-hidden="true" />}
            items={items}
          />
        )}
      </div>

      <div className={styles.body}>
        <ReasonLines account={account} action={<Remedy account={account} onAction={onAction} />} />
        {windows.length > 0 && (
          <ul className={styles.windows} aria-label={t('accounts.windows')}>
            {windows.map((window) => (
              <QuotaBar key={window.name} window={window} />
            ))}
          </ul>
        )}
        <AccountFacts account={account} language={language} />
      </div>
    </li>
  );
}

/** One or two words, and for how long. */
function Health({ account }: { readonly account: AccountSnapshot }) {
  const t = useText();
  const { reason } = useLanguage();
  if (account.reason === null) return <span>{t('health.ready')}</span>;
  const until = endOf(account.reason);
  return (
    <span>
      {reason(account.reason, 0).short}
      {until !== null && (
        <span className={styles.remaining}>
          <Remaining until={until} />
        </span>
      )}
    </span>
  );
}

/** The step that brings an account back which waits for the person: a button, not a colour. */
function Remedy({
  account,
  onAction,
}: {
  readonly account: AccountSnapshot;
  readonly onAction: (action: AccountAction) => void;
}) {
  const t = useText();
  if (account.reason?.kind === 'terms-not-accepted')
    return <Button onClick={() => onAction('read-terms')}>{t('accounts.readTerms')}</Button>;
  if (account.state === 'disabled')
    return <Button onClick={() => onAction('enable')}>{t('accounts.enable')}</Button>;
  if (account.reason?.kind !== 'needs-login' || account.kind !== 'oauth') return null;
  return <Button onClick={() => onAction('sign-in')}>{t('accounts.signIn')}</Button>;
}

const ICON = { size: 14, 'aria-hidden': true } as const;

function menuItems({ account, place, total, readOnly, onAction }: AccountRowProps, t: Text): MenuItem[] {
  const item = (
    action: AccountAction,
    label: string,
    icon: MenuItem['icon'],
    more: Partial<MenuItem> = {},
  ) => ({
    label,
    icon,
    onSelect: () => onAction(action),
    ...more,
  });
  const signIn =
    account.kind === 'oauth'
      ? [
          item('refresh', t('accounts.refresh'), <RefreshCw {...ICON} />),
          item('sign-in', t('accounts.signInAgain'), <LogIn {...ICON} />),
        ]
      : [];
  if (readOnly) return signIn;
  return [
    item('rename', t('accounts.rename'), <Pencil {...ICON} />),
    ...(place > 1 ? [item('move-up', t('accounts.moveUp'), <ArrowUp {...ICON} />)] : []),
    ...(place < total ? [item('move-down', t('accounts.moveDown'), <ArrowDown {...ICON} />)] : []),
    ...signIn,
    account.enabled
      ? item('disable', t('accounts.disable'), <Power {...ICON} />, { separated: true })
      : item('enable', t('accounts.enable'), <Power {...ICON} />, { separated: true }),
    item('remove', t('accounts.remove'), <Trash2 {...ICON} />, { danger: true }),
  ];
}
