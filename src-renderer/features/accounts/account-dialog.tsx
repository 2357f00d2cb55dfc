import { useCore } from '../../client/client-context.tsx';
import { AddAccountDialog } from '../add-account/add-account-dialog.tsx';
import { SignInDialog } from '../add-account/sign-in-dialog.tsx';
import { TermsDialog } from '../add-account/terms-dialog.tsx';
import { HoursDialog } from './hours-dialog.tsx';
import { ProxyDialog } from './proxy-dialog.tsx';
import { RenameDialog } from './rename-dialog.tsx';
import { ReplaceKeyDialog } from './replace-key-dialog.tsx';

/** The dialog that stands over the page; accounts by id, since a snapshot may replace them meanwhile. */
export type OpenDialog =
  /** `loginId` names a sign-in that waits already and is gone on with. */
  | { readonly kind: 'add'; readonly loginId: string | null }
  | { readonly kind: 'sign-in'; readonly accountId: string; readonly loginId: string | null }
  | {
      readonly kind: 'rename' | 'replace-key' | 'proxy' | 'limits' | 'read-terms';
      readonly accountId: string;
    };

interface AccountDialogProps {
  readonly dialog: OpenDialog;
  readonly onClose: () => void;
}

/** Draws the dialog that is open. */
export function AccountDialog({ dialog, onClose }: AccountDialogProps) {
  const { accounts } = useCore().snapshot;
  if (dialog.kind === 'add') return <AddAccountDialog loginId={dialog.loginId} onClose={onClose} />;
  const account = accounts.find(({ id }) => id === dialog.accountId);
  if (account === undefined) return null;
  switch (dialog.kind) {
    case 'sign-in':
      return <SignInDialog account={account} loginId={dialog.loginId} onClose={onClose} />;
    case 'rename':
      return <RenameDialog account={account} onClose={onClose} />;
    case 'replace-key':
      return <ReplaceKeyDialog account={account} onClose={onClose} />;
    case 'proxy':
      return <ProxyDialog account={account} onClose={onClose} />;
    case 'limits':
      return <HoursDialog account={account} onClose={onClose} />;
    case 'read-terms':
      return <TermsDialog onClose={onClose} />;
  }
}
