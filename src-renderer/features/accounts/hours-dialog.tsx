import { useState } from 'react';
import type { AccountSnapshot } from '../../../src-shared/model/account.ts';
import { useCommand } from '../../client/use-command.ts';
import { Choice } from '../../components/choice.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { DialogForm } from '../../components/dialog-form.tsx';
import { Field } from '../../components/field.tsx';
import styles from '../../components/form.module.css';
import { useText } from '../../language/language.tsx';

type When = 'always' | 'hours';

const OFFICE_HOURS = { from: '09:00', to: '18:00' } as const;

interface HoursDialogProps {
  readonly account: AccountSnapshot;
  readonly onClose: () => void;
}

/** Sets when an account serves, and how much at once. */
export function HoursDialog({ account, onClose }: HoursDialogProps) {
  const t = useText();
  const { run, busy, problem } = useCommand();
  const [when, setWhen] = useState<When>(account.hours === null ? 'always' : 'hours');
  const [fromNow, toNow] = account.hours?.split('-') ?? [];
  const [from, setFrom] = useState(fromNow ?? OFFICE_HOURS.from);
  const [to, setTo] = useState(toNow ?? OFFICE_HOURS.to);
  const [cap, setCap] = useState(account.maxConcurrentRequests?.toString() ?? '');
  const incomplete = when === 'hours' && (from === '' || to === '');

  const save = async () => {
    const input = {
      account: account.id,
      hours: when === 'always' ? null : `${from}-${to}`,
      maxConcurrentRequests: cap.trim() === '' ? null : Number(cap),
    };
    if (await run((client) => client.command('accounts.configure', input))) onClose();
  };

  return (
    <Dialog title={t('hours.title', { name: account.name })} onClose={onClose}>
      <DialogForm
        busy={busy}
        problem={problem}
        incomplete={incomplete}
        onSubmit={() => void save()}
        onCancel={onClose}
      >
        <Choice<When>
          legend={t('hours.when')}
          value={when}
          onChange={setWhen}
          options={[
            { value: 'always', label: t('hours.always') },
            { value: 'hours', label: t('hours.only') },
          ]}
        />
        {when === 'hours' && (
          <>
            <div className={styles.pair}>
              <Field
                label={t('hours.from')}
                type="time"
                value={from}
                required
                onChange={(event) => setFrom(event.target.value)}
              />
              <Field
                label={t('hours.to')}
                type="time"
                value={to}
                required
                onChange={(event) => setTo(event.target.value)}
              />
            </div>
            <p className={styles.quiet}>{t('hours.hint')}</p>
          </>
        )}
        <Field
          label={t('hours.cap')}
          hint={t('hours.capHint')}
          type="number"
          inputMode="numeric"
          min={1}
          max={10_000}
          step={1}
          value={cap}
          onChange={(event) => setCap(event.target.value)}
        />
      </DialogForm>
    </Dialog>
  );
}
