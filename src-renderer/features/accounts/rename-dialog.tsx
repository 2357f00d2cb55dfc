import { useState } from 'react';
import type { AccountSnapshot } from '../../../src-shared/model/account.ts';
import { useCommand } from '../../client/use-command.ts';
import { Button } from '../../components/button.tsx';
import { Dialog, DialogActions } from '../../components/dialog.tsx';
import { Field } from '../../components/field.tsx';
import styles from '../../components/form.module.css';
import { useText } from '../../language/language.tsx';

interface RenameDialogProps {
  readonly account: AccountSnapshot;
  readonly onClose: () => void;
}

/** Gives an account another name. */
export function RenameDialog({ account, onClose }: RenameDialogProps) {
  const t = useText();
  const { run, busy, problem } = useCommand();
  const [name, setName] = useState(account.name);

  const save = async () => {
    const input = { account: account.id, name: name.trim() };
    if (await run((client) => client.command('accounts.rename', input))) onClose();
  };

  return (
    <Dialog title={t('rename.title')} onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) void save();
        }}
      >
        <Field
          label={t('rename.name')}
          hint={t('rename.hint')}
          value={name}
          maxLength={100}
          required
          error={problem}
          onChange={(event) => setName(event.target.value)}
          onFocus={(event) => event.target.select()}
        />
        <DialogActions>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" look="primary" busy={busy} unavailable={name.trim() === ''}>
            {t('common.save')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
