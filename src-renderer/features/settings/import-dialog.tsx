import { useState } from 'react';
import type { ProcedureOutput } from '../../../src-shared/contract/contract.ts';
import { useCommand } from '../../client/use-command.ts';
import { useLatest } from '../../client/use-latest.ts';
import { Button } from '../../components/button.tsx';
import { Dialog, DialogActions } from '../../components/dialog.tsx';
import { Notice } from '../../components/notice.tsx';
import { Waiting } from '../../components/waiting.tsx';
import { useText } from '../../language/language.tsx';
import styles from './import-dialog.module.css';

/** A settings file as it was picked. */
export interface ImportFile {
  readonly name: string;
  readonly text: string;
}

interface ImportDialogProps {
  readonly file: ImportFile;
  readonly onClose: () => void;
  readonly onImported: () => void;
}

type Plan = ProcedureOutput<'settings.import'>;

/** Says what a settings file would bring, and takes it over when told to. */
export function ImportDialog({ file, onClose, onImported }: ImportDialogProps) {
  const t = useText();
  const { run, busy, problem } = useCommand();
  const [done, setDone] = useState<Plan | null>(null);
  const input = { fileName: file.name, text: file.text };
  const plan = useLatest(file.name, (client) =>
    client.command('settings.import', { ...input, dryRun: true }),
  );
  const shown = done ?? plan.value;
  const wrong = problem ?? plan.problem;

  const apply = async () => {
    const result = await run((client) => client.command('settings.import', { ...input, dryRun: false }));
    if (result === null) return;
    onImported();
    setDone(result);
  };

  return (
    <Dialog
      title={done === null ? t('import.title', { file: file.name }) : t('import.done')}
      onClose={onClose}
    >
      {wrong !== null && (
        <Notice tone="problem" urgent>
          {wrong}
        </Notice>
      )}
      {shown === null && wrong === null && <Waiting lines={3} />}
      {shown !== null && <PlanLines plan={shown} />}
      <DialogActions>
        {done !== null || shown?.changed === false ? (
          <Button look="primary" onClick={onClose}>
            {t('common.done')}
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>{t('common.cancel')}</Button>
            <Button look="primary" busy={busy} unavailable={shown === null} onClick={() => void apply()}>
              {t('import.apply')}
            </Button>
          </>
        )}
      </DialogActions>
    </Dialog>
  );
}

function PlanLines({ plan }: { readonly plan: Plan }) {
  const t = useText();
  return (
    <div className={styles.plan}>
      {!plan.changed && <p>{t('import.unchanged')}</p>}
      <Names title={t('import.accountsAdded')} names={plan.accountsAdded} />
      <Names title={t('import.accountsThere')} names={plan.accountsAlreadyThere} />
      <Names title={t('import.routesAdded')} names={plan.routesAdded} />
      {plan.secretsMoved > 0 && <p>{t('import.secrets', { count: plan.secretsMoved })}</p>}
      {plan.accountsAdded.length > 0 && !plan.termsAccepted && (
        <p className={styles.quiet}>{t('import.terms')}</p>
      )}
      <Names title={t('import.warnings')} names={plan.warnings} />
    </div>
  );
}

function Names({ title, names }: { readonly title: string; readonly names: readonly string[] }) {
  if (names.length === 0) return null;
  return (
    <section>
      <h3 className={styles.title}>{title}</h3>
      <ul className={styles.names}>
        {names.map((name) => (
          <li key={name}>{name}</li>
        ))}
      </ul>
    </section>
  );
}
