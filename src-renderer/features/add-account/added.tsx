import { useCore } from '../../client/client-context.tsx';
import { Button } from '../../components/button.tsx';
import { DialogActions } from '../../components/dialog.tsx';
import { useText } from '../../language/language.tsx';

/** An account that was just added, or signed in again. */
export interface AddedAccount {
  readonly accountId: string;
  readonly name: string;
  /** True where it was there before. */
  readonly renewed: boolean;
}

interface AddedProps {
  readonly account: AddedAccount;
  readonly onClose: () => void;
}

/** Names the new account and where it now stands in the order. */
export function Added({ account, onClose }: AddedProps) {
  const t = useText();
  const { accounts } = useCore().snapshot;
  const place = accounts.find(({ id }) => id === account.accountId)?.place;
  return (
    <div role="status">
      <p>{t('added.sentence', { name: account.name })}</p>
      {/* The snapshot that holds the account may come a moment after the answer. */}
      {place !== undefined && <p>{t('added.place', { place, total: accounts.length })}</p>}
      <DialogActions>
        <Button look="primary" autoFocus onClick={onClose}>
          {t('common.done')}
        </Button>
      </DialogActions>
    </div>
  );
}
