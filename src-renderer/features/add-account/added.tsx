import { useCore } from '../../client/client-context.tsx';
import { useCoreClock } from '../../client/clock-context.tsx';
import { Button } from '../../components/button.tsx';
import { DialogActions } from '../../components/dialog.tsx';
import { useLanguage, useText } from '../../language/language.tsx';

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
  const { time } = useLanguage();
  const clock = useCoreClock();
  const { accounts } = useCore().snapshot;
  // The snapshot that holds the account may come a moment after the answer.
  const added = accounts.find(({ id }) => id === account.accountId);
  const end = added?.kind === 'setup-token' ? added.tokenExpiresAt : null;
  return (
    <div role="status">
      <p>{t('added.sentence', { name: account.name })}</p>
      {added !== undefined && <p>{t('added.place', { place: added.place, total: accounts.length })}</p>}
      {end !== null && (
        <p title={time.absolute(end)}>{t('added.ends', { day: time.brief(end, clock.now()) })}</p>
      )}
      <DialogActions>
        <Button look="primary" autoFocus onClick={onClose}>
          {t('common.done')}
        </Button>
      </DialogActions>
    </div>
  );
}
