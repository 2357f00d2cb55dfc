import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { AccountSnapshot } from '../../../src-shared/model/account.ts';
import { useCore } from '../../client/client-context.tsx';
import { useCommand } from '../../client/use-command.ts';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { Page } from '../../components/page.tsx';
import { useText } from '../../language/language.tsx';
import { AddAccountDialog } from '../add-account/add-account-dialog.tsx';
import { SignInDialog } from '../add-account/sign-in-dialog.tsx';
import { TermsDialog } from '../add-account/terms-dialog.tsx';
import { AccountList } from './account-list.tsx';
import type { AccountAction } from './account-row.tsx';
import styles from './accounts-page.module.css';
import { NoAccounts } from './no-accounts.tsx';
import { RemoveDialog } from './remove-dialog.tsx';
import { RenameDialog } from './rename-dialog.tsx';
import { ServingStrip } from './serving-strip.tsx';

/** The dialog that stands over the page, if any; accounts by id, since a snapshot may replace them meanwhile. */
type OpenDialog =
  | { readonly kind: 'add' }
  | { readonly kind: 'rename' | 'remove' | 'sign-in' | 'terms'; readonly accountId: string };

/** The accounts in the person's order: who serves, how each one is and why, and everything that can be done with them. */
export function AccountsPage() {
  const t = useText();
  const { snapshot } = useCore();
  const command = useCommand();
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
  const { accounts } = snapshot;
  const readOnly = snapshot.readOnlyFile !== null;

  const order = (ids: readonly string[]) =>
    command.run((client) => client.command('accounts.order', { accounts: [...ids] }));

  const act = (account: AccountSnapshot, action: AccountAction) => {
    switch (action) {
      case 'rename':
      case 'remove':
      case 'sign-in':
        return setDialog({ kind: action, accountId: account.id });
      case 'read-terms':
        return setDialog({ kind: 'terms', accountId: account.id });
      case 'enable':
      case 'disable': {
        const input = { accounts: [account.id], enabled: action === 'enable' };
        return void command.run((client) => client.command('accounts.setEnabled', input));
      }
      case 'refresh':
        return void command.run((client) => client.command('accounts.refresh', { account: account.id }));
    }
  };

  return (
    <Page
      title={t('accounts.title')}
      sentence={t('accounts.sentence')}
      action={
        !readOnly &&
        accounts.length > 0 && (
          <Button
            look="primary"
            icon={<Plus size={16} aria-hidden="true" />}
            onClick={() => setDialog({ kind: 'add' })}
          >
            {t('accounts.add')}
          </Button>
        )
      }
    >
      {command.problem !== null && (
        <div className={styles.problem}>
          <Notice
            tone="problem"
            urgent
            actions={
              <Button look="quiet" onClick={command.dismiss}>
                {t('common.dismiss')}
              </Button>
            }
          >
            {command.problem}
          </Notice>
        </div>
      )}
      <ServingStrip />
      {accounts.length === 0 ? (
        <NoAccounts readOnlyFile={snapshot.readOnlyFile} onAdd={() => setDialog({ kind: 'add' })} />
      ) : (
        <AccountList accounts={accounts} readOnly={readOnly} onOrder={order} onAction={act} />
      )}
      {dialog !== null && (
        <AccountDialog
          dialog={dialog}
          account={accounts.find(({ id }) => 'accountId' in dialog && id === dialog.accountId) ?? null}
          onClose={() => setDialog(null)}
        />
      )}
    </Page>
  );
}

function AccountDialog({
  dialog,
  account,
  onClose,
}: {
  readonly dialog: OpenDialog;
  readonly account: AccountSnapshot | null;
  readonly onClose: () => void;
}) {
  if (dialog.kind === 'add') return <AddAccountDialog onClose={onClose} />;
  if (account === null) return null;
  switch (dialog.kind) {
    case 'rename':
      return <RenameDialog account={account} onClose={onClose} />;
    case 'remove':
      return <RemoveDialog account={account} onClose={onClose} />;
    case 'sign-in':
      return <SignInDialog account={account} onClose={onClose} />;
    case 'terms':
      return <TermsDialog onClose={onClose} />;
  }
}
