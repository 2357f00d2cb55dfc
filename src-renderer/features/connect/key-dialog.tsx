import { useState } from 'react';
import { useCore } from '../../client/client-context.tsx';
import { useCommand } from '../../client/use-command.ts';
import { AccountPicker } from '../../components/account-picker.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { DialogForm } from '../../components/dialog-form.tsx';
import { Field } from '../../components/field.tsx';
import { useText } from '../../language/language.tsx';
import type { BoundKey } from './project-keys.tsx';

interface KeyDialogProps {
  /** The key to bind anew, or null to make one. */
  readonly boundKey: BoundKey | null;
  readonly keys: readonly BoundKey[];
  readonly onClose: () => void;
  readonly onSaved: () => void;
}

/** Asks which accounts a client key leads to, and for a new one's name. */
export function KeyDialog({ boundKey, keys, onClose, onSaved }: KeyDialogProps) {
  const t = useText();
  const { snapshot } = useCore();
  const { run, busy, problem } = useCommand();
  const [name, setName] = useState(boundKey?.name ?? '');
  const [picked, setPicked] = useState<readonly string[]>(
    boundKey?.accounts.map(({ accountId }) => accountId) ?? [],
  );
  // The command would bind a key of this name anew, which is not what somebody wants who adds one.
  const taken = boundKey === null && keys.some((key) => key.name === name.trim());
  const accounts = snapshot.accounts.filter(({ id }) => picked.includes(id)).map(({ id }) => id);
  const complete = name.trim() !== '' && !taken && accounts.length > 0;

  const save = async () => {
    const input = { name: name.trim(), accounts };
    if (await run((client) => client.command('keys.create', input))) onSaved();
  };

  return (
    <Dialog
      title={boundKey === null ? t('keys.addTitle') : t('keys.changeTitle', { name: boundKey.name })}
      onClose={onClose}
    >
      <DialogForm
        busy={busy}
        problem={problem}
        incomplete={!complete}
        submit={t(boundKey === null ? 'keys.add' : 'common.save')}
        onSubmit={() => void save()}
        onCancel={onClose}
      >
        {boundKey === null && (
          <Field
            label={t('keys.name')}
            hint={t('keys.nameHint')}
            value={name}
            maxLength={100}
            required
            error={taken ? t('keys.taken') : null}
            onChange={(event) => setName(event.target.value)}
          />
        )}
        <AccountPicker
          legend={t('keys.accounts')}
          accounts={snapshot.accounts}
          picked={picked}
          onChange={setPicked}
        />
      </DialogForm>
    </Dialog>
  );
}
