import { useState } from 'react';
import type { AccountSnapshot } from '../../../src-shared/model/account.ts';
import { useCommand } from '../../client/use-command.ts';
import { Dialog } from '../../components/dialog.tsx';
import { DialogForm } from '../../components/dialog-form.tsx';
import { Field } from '../../components/field.tsx';
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
      <DialogForm busy={busy} incomplete={name.trim() === ''} onSubmit={() => void save()} onCancel={onClose}>
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
      </DialogForm>
    </Dialog>
  );
}
