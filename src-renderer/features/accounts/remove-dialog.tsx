import type { AccountSnapshot } from '../../../src-shared/model/account.ts';
import { useCommand } from '../../client/use-command.ts';
import { Button } from '../../components/button.tsx';
import { Dialog, DialogActions } from '../../components/dialog.tsx';
import { Notice } from '../../components/notice.tsx';
import { useText } from '../../language/language.tsx';

interface RemoveDialogProps {
  readonly account: AccountSnapshot;
  readonly onClose: () => void;
}

/** Asks once before an account and its secret are gone. */
export function RemoveDialog({ account, onClose }: RemoveDialogProps) {
  const t = useText();
  const { run, busy, problem } = useCommand();

  const remove = async () => {
    const input = { accounts: [account.id] };
    if (await run((client) => client.command('accounts.remove', input))) onClose();
  };

  return (
    <Dialog title={t('remove.title', { name: account.name })} onClose={onClose}>
      <p>{t(account.kind === 'oauth' ? 'remove.signIn' : 'remove.key')}</p>
      {problem !== null && (
        <Notice tone="problem" urgent>
          {problem}
        </Notice>
      )}
      <DialogActions>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button look="danger" busy={busy} onClick={() => void remove()}>
          {t('remove.confirm')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
