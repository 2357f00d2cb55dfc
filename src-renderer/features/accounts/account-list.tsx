import { useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import type { AccountSnapshot } from '../../../src-shared/model/account.ts';
import { useCore } from '../../client/client-context.tsx';
import { useAnnounce } from '../../components/announcer.tsx';
import { classNames } from '../../components/class-names.ts';
import { useText } from '../../language/language.tsx';
import styles from './account-list.module.css';
import { type AccountAction, AccountRow } from './account-row.tsx';
import { moved } from './reorder.ts';
import { type ReorderEvent, useReorder } from './use-reorder.ts';

interface AccountListProps {
  /** In the person's order. */
  readonly accounts: readonly AccountSnapshot[];
  readonly readOnly: boolean;
  /** Answers with null when the new order was refused. */
  readonly onOrder: (ids: readonly string[]) => Promise<unknown>;
  readonly onAction: (account: AccountSnapshot, action: AccountAction) => void;
}

/** The accounts as a list that can be sorted by pointer, by keyboard, and from each row's menu. */
export function AccountList({ accounts, readOnly, onOrder, onAction }: AccountListProps) {
  const t = useText();
  const announce = useAnnounce();
  const helpId = useId();
  const { shown, ask } = useAskedOrder(accounts, onOrder);
  const ids = shown.map(({ id }) => id);
  useFocusKept(ids.join());

  const tell = ({ kind, id, place }: ReorderEvent) => {
    const name = shown.find((account) => account.id === id)?.name ?? '';
    announce(t(`reorder.${kind}`, { name, place, total: shown.length }));
  };
  const reorder = useReorder({ ids, onDrop: ask, onEvent: tell });

  const act = (account: AccountSnapshot, action: AccountAction) => {
    if (action !== 'move-up' && action !== 'move-down') return onAction(account, action);
    const from = ids.indexOf(account.id);
    const to = from + (action === 'move-up' ? -1 : 1);
    ask(moved(ids, from, to));
    tell({ kind: 'dropped', id: account.id, place: to + 1 });
  };

  return (
    <>
      <p id={helpId} className="visually-hidden">
        {t('reorder.help')}
      </p>
      <ol className={classNames(styles.list, reorder.liftedId !== null && styles.sorting)}>
        {reorder.landing !== null && (
          <li
            className={styles.landing}
            aria-hidden="true"
            style={{ insetBlockStart: reorder.landing.top, blockSize: reorder.landing.height }}
          />
        )}
        {shown.map((account, index) => (
          <AccountRow
            key={account.id}
            account={account}
            place={index + 1}
            total={shown.length}
            readOnly={readOnly}
            lifted={reorder.liftedId === account.id}
            itemProps={reorder.itemProps(account.id)}
            handleProps={reorder.handleProps(account.id)}
            handleHelpId={helpId}
            onAction={(action) => act(account, action)}
          />
        ))}
      </ol>
    </>
  );
}

/**
 * The order that the person just asked for, until the core's next word: the rows stay where they were put while
 * the command is on its way, and go back when it is refused.
 */
function useAskedOrder(
  accounts: readonly AccountSnapshot[],
  onOrder: (ids: readonly string[]) => Promise<unknown>,
) {
  const { revision } = useCore().snapshot;
  const [asked, setAsked] = useState<{ ids: readonly string[]; answered: boolean } | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new revision is what makes an answered wish obsolete
  useEffect(() => {
    setAsked((wish) => (wish?.answered ? null : wish));
  }, [revision]);

  const ask = (ids: readonly string[]) => {
    setAsked({ ids, answered: false });
    void onOrder(ids).then((done) => setAsked(done === null ? null : { ids, answered: true }));
  };

  const wanted = asked?.ids.flatMap((id) => accounts.find((account) => account.id === id) ?? []) ?? [];
  return { shown: wanted.length === accounts.length ? wanted : accounts, ask };
}

/** Moving a node in the document takes the focus from it; whatever had the focus gets it back. */
function useFocusKept(order: string): void {
  const focused = useRef<Element | null>(null);
  useEffect(() => {
    const remember = () => {
      focused.current = document.activeElement;
    };
    document.addEventListener('focusin', remember);
    return () => document.removeEventListener('focusin', remember);
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs for a new order, and only for that
  useLayoutEffect(() => {
    const element = focused.current;
    const lost = document.activeElement === document.body;
    if (lost && element instanceof HTMLElement && element.isConnected) element.focus();
  }, [order]);
}
