import { useState } from 'react';
import type { AccountSnapshot } from '../../../src-shared/model/account.ts';
import { useCommand } from '../../client/use-command.ts';
import { Dialog } from '../../components/dialog.tsx';
import { DialogForm } from '../../components/dialog-form.tsx';
import { Field } from '../../components/field.tsx';
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
      <DialogForm
        busy={busy}
        incomplete={key.trim() === ''}
        submit={t('replaceKey.save')}
        onSubmit={() => void save()}
        onCancel={onClose}
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
      </DialogForm>
    </Dialog>
  );
}
