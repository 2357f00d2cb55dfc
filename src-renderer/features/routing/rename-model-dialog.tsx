import { useState } from 'react';
import { useCommand } from '../../client/use-command.ts';
import { Button } from '../../components/button.tsx';
import { Dialog, DialogActions } from '../../components/dialog.tsx';
import { Field } from '../../components/field.tsx';
import styles from '../../components/form.module.css';
import { useText } from '../../language/language.tsx';
import { type CandidateLine, type ModelRoute, routeInput } from './route-edits.ts';

interface RenameModelDialogProps {
  readonly route: ModelRoute;
  readonly line: CandidateLine;
  readonly onClose: () => void;
  readonly onSaved: () => void;
}

/** Asks under which name a model is sent to one candidate. */
export function RenameModelDialog({ route, line, onClose, onSaved }: RenameModelDialogProps) {
  const t = useText();
  const { run, busy, problem } = useCommand();
  const [model, setModel] = useState(line.candidate.model ?? '');

  const save = async () => {
    const candidates = route.candidates.map((candidate) =>
      candidate === line.candidate ? { ...candidate, model: model.trim() || null } : candidate,
    );
    if (await run((client) => client.command('routes.save', routeInput(route, { candidates })))) onSaved();
  };

  return (
    <Dialog title={t('candidate.renameTitle')} onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) void save();
        }}
      >
        <Field
          label={t('candidate.renameField')}
          hint={t('candidate.renameHint', { name: line.label })}
          value={model}
          maxLength={200}
          error={problem}
          onChange={(event) => setModel(event.target.value)}
        />
        <DialogActions>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" look="primary" busy={busy}>
            {t('common.save')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
