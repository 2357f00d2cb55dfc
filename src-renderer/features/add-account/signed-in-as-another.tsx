import { useCommand } from '../../client/use-command.ts';
import { Button } from '../../components/button.tsx';
import { DialogActions } from '../../components/dialog.tsx';
import styles from '../../components/form.module.css';
import { Notice } from '../../components/notice.tsx';
import { useText } from '../../language/language.tsx';
import { useRemoveAccount } from '../accounts/use-remove-account.ts';
import type { SignedIn } from './use-login.ts';

interface SignedInAsAnotherProps {
  readonly signedIn: SignedIn;
  readonly onKeep: (signedIn: SignedIn) => void;
  readonly onRemoved: () => void;
}

/** Somebody else signed in than was asked for: the account is filed under its real name, and may be taken out again. */
export function SignedInAsAnother({ signedIn, onKeep, onRemoved }: SignedInAsAnotherProps) {
  const t = useText();
  const command = useCommand();
  const { busy, problem } = command;
  const removeAccount = useRemoveAccount(command);
  const { accountId, askedFor, signedInAs, renewed } = signedIn;
  const name = signedInAs ?? accountId;

  const remove = async () => {
    if (await removeAccount({ id: accountId, name })) onRemoved();
  };

  return (
    <div className={styles.form}>
      <p role="alert">{t('signIn.another', { name, askedFor: askedFor ?? '' })}</p>
      {problem !== null && <Notice tone="problem">{problem}</Notice>}
      <DialogActions>
        {/* An account that was there before is not taken out with one click. */}
        {!renewed && (
          <Button look="danger" busy={busy} onClick={() => void remove()}>
            {t('signIn.removeAnother', { name })}
          </Button>
        )}
        <Button look="primary" onClick={() => onKeep(signedIn)}>
          {t(renewed ? 'common.done' : 'signIn.keepAnother')}
        </Button>
      </DialogActions>
    </div>
  );
}
