import { useState } from 'react';
import { useCore } from '../../client/client-context.tsx';
import { useCommand } from '../../client/use-command.ts';
import { AccountPicker } from '../../components/account-picker.tsx';
import { Button } from '../../components/button.tsx';
import { Dialog, DialogActions } from '../../components/dialog.tsx';
import { Field } from '../../components/field.tsx';
import styles from '../../components/form.module.css';
import { Notice } from '../../components/notice.tsx';
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
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy && complete) void save();
        }}
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
        {problem !== null && (
          <Notice tone="problem" urgent>
            {problem}
          </Notice>
        )}
        <DialogActions>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" look="primary" busy={busy} unavailable={!complete}>
            {t(boundKey === null ? 'keys.add' : 'common.save')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
