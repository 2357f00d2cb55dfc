import type { AccountSnapshot } from '../../../src-shared/model/account.ts';
import { SortableList } from '../../components/sortable-list.tsx';
import { useAskedOrder } from '../../components/use-asked-order.ts';
import type { AccountAction } from './account-actions.tsx';
import styles from './account-list.module.css';
import { AccountRow } from './account-row.tsx';

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
  const { shown, ask } = useAskedOrder(accounts, onOrder);
  return (
    <SortableList
      items={shown.map((account) => ({ id: account.id, label: account.name, account }))}
      sortable={!readOnly}
      className={styles.list}
      itemClassName={styles.item}
      onReorder={ask}
      render={({ account }, slot) => (
        <AccountRow
          account={account}
          slot={slot}
          readOnly={readOnly}
          onAction={(action) => onAction(account, action)}
        />
      )}
    />
  );
}
