import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useCore } from '../../client/client-context.tsx';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { Page } from '../../components/page.tsx';
import { useText } from '../../language/language.tsx';
import { PendingLogins } from '../add-account/pending-logins.tsx';
import { FirstRun } from '../first-run/first-run.tsx';
import { useFirstRun } from '../first-run/use-first-run.ts';
import { AccountDialog, type OpenDialog } from './account-dialog.tsx';
import { AccountList } from './account-list.tsx';
import styles from './accounts-page.module.css';
import { NoAccounts } from './no-accounts.tsx';
import { Notices } from './notices.tsx';
import { usePageWish } from './page-wish.ts';
import { ServingStrip } from './serving-strip.tsx';
import { useAccountCommands } from './use-account-commands.ts';

/** The accounts in the person's order: who serves, how each one is and why, and everything that can be done with them. */
export function AccountsPage() {
  const t = useText();
  const { snapshot } = useCore();
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
  const commands = useAccountCommands(setDialog);
  const firstRun = useFirstRun();
  const { accounts, strategy } = snapshot;
  const readOnly = snapshot.readOnlyFile !== null;
  const add = () => setDialog({ kind: 'add', loginId: null });

  usePageWish((wish) =>
    setDialog(
      wish.kind === 'add'
        ? { kind: 'add', loginId: null }
        : { kind: 'sign-in', accountId: wish.accountId, loginId: null },
    ),
  );

  return (
    <Page
      title={t('accounts.title')}
      sentence={t(`accounts.sentence.${strategy}`)}
      action={
        !readOnly &&
        accounts.length > 0 && (
          <Button look="primary" icon={<Plus size={16} aria-hidden="true" />} onClick={add}>
            {t('accounts.add')}
          </Button>
        )
      }
    >
      {commands.problem !== null && (
        <div className={styles.problem}>
          <Notice
            tone="problem"
            urgent
            actions={
              <Button look="quiet" onClick={commands.dismiss}>
                {t('common.dismiss')}
              </Button>
            }
          >
            {commands.problem}
          </Notice>
        </div>
      )}
      <Notices />
      <PendingLogins
        onResume={({ loginId, askedFor }) => {
          const account = accounts.find(({ accountEmail }) => askedFor !== null && accountEmail === askedFor);
          setDialog(
            account === undefined
              ? { kind: 'add', loginId }
              : { kind: 'sign-in', accountId: account.id, loginId },
          );
        }}
      />
      {firstRun.open && <FirstRun onAdd={add} onEnd={firstRun.end} />}
      <ServingStrip />
      {accounts.length > 0 ? (
        <AccountList
          accounts={accounts}
          readOnly={readOnly}
          onOrder={commands.order}
          onAction={commands.act}
        />
      ) : (
        !firstRun.open && <NoAccounts readOnlyFile={snapshot.readOnlyFile} onAdd={add} />
      )}
      {dialog !== null && <AccountDialog dialog={dialog} onClose={() => setDialog(null)} />}
    </Page>
  );
}
