import { useState } from 'react';
import type { AccountSnapshot } from '../../../src-shared/model/account.ts';
import { useCommand } from '../../client/use-command.ts';
import { Button } from '../../components/button.tsx';
import { Dialog, DialogActions } from '../../components/dialog.tsx';
import { Field } from '../../components/field.tsx';
import styles from '../../components/form.module.css';
import { useText } from '../../language/language.tsx';

interface ReplaceKeyDialogProps {
  readonly account: AccountSnapshot;
  readonly onClose: () => void;
}

/** Gives an account another key or token. The key leaves the page with the form and is not kept in it. */
export function ReplaceKeyDialog({ account, onClose }: ReplaceKeyDialogProps) {
  const t = useText();
  const { run, busy, problem } = useCommand();
  const [key, setKey] = useState('');
  const isToken = account.kind === 'setup-token';

  const save = async () => {
    const input = { account: account.id, key: key.trim() };
    if (await run((client) => client.command('accounts.replaceKey', input))) onClose();
  };

  return (
    <Dialog title={t('replaceKey.title', { name: account.name })} onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy && key.trim() !== '') void save();
        }}
      >
        <p>{t('replaceKey.sentence')}</p>
        <Field
          label={t(isToken ? 'key.setupToken' : 'key.key')}
          hint={t(isToken ? 'key.setupTokenHint' : 'key.keyHint')}
          type="password"
          value={key}
          required
          error={problem}
          onChange={(event) => setKey(event.target.value)}
        />
        <DialogActions>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" look="primary" busy={busy} unavailable={key.trim() === ''}>
            {t('replaceKey.save')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
