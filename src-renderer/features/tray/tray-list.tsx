import type { AccountSnapshot } from '../../../src-shared/model/account.ts';
import { SortableList } from '../../components/sortable-list.tsx';
import { useAskedOrder } from '../../components/use-asked-order.ts';
import { useText } from '../../language/language.tsx';
import styles from './tray-list.module.css';
import { TrayRow } from './tray-row.tsx';

interface TrayListProps {
  readonly accounts: readonly AccountSnapshot[];
  readonly readOnly: boolean;
  readonly onOrder: (ids: readonly string[]) => Promise<unknown>;
}

/** The accounts in their order, one line each. */
export function TrayList({ accounts, readOnly, onOrder }: TrayListProps) {
  const t = useText();
  const { shown, ask } = useAskedOrder(accounts, onOrder);
  return (
    <SortableList
      items={shown.map((account) => ({ id: account.id, label: account.name, account }))}
      label={t('tray.accounts')}
      sortable={!readOnly}
      className={styles.list}
      onReorder={ask}
      render={({ account }, slot) => <TrayRow account={account} slot={slot} readOnly={readOnly} />}
    />
  );
}
