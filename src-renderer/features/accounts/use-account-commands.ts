import type { AccountSnapshot } from '../../../src-shared/model/account.ts';
import { useCommand } from '../../client/use-command.ts';
import type { AccountAction } from './account-actions.tsx';
import type { OpenDialog } from './account-dialog.tsx';
import { useRemoveAccount } from './use-remove-account.ts';

/** What the person does with accounts: at once where nothing is to be asked, else in a dialog. */
export function useAccountCommands(openDialog: (dialog: OpenDialog) => void) {
  const command = useCommand();
  const remove = useRemoveAccount(command);

  return {
    problem: command.problem,
    dismiss: command.dismiss,

    /** Answers with null when the new order was refused. */
    order: (ids: readonly string[]) =>
      command.run((client) => client.command('accounts.order', { accounts: [...ids] })),

    act(account: AccountSnapshot, action: AccountAction) {
      switch (action) {
        case 'rename':
        case 'replace-key':
        case 'proxy':
        case 'limits':
        case 'read-terms':
          return openDialog({ kind: action, accountId: account.id });
        case 'sign-in':
          return openDialog({ kind: 'sign-in', accountId: account.id, loginId: null });
        case 'remove':
          return void remove(account);
        case 'enable':
        case 'disable': {
          const input = { accounts: [account.id], enabled: action === 'enable' };
          return void command.run((client) => client.command('accounts.setEnabled', input));
        }
        case 'refresh':
          return void command.run((client) => client.command('accounts.refresh', { account: account.id }));
      }
    },
  };
}
