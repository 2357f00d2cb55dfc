import { useState } from 'react';
import { useCommand } from '../../client/use-command.ts';
import { Dialog } from '../../components/dialog.tsx';
import { DialogForm } from '../../components/dialog-form.tsx';
import { Field } from '../../components/field.tsx';
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
      <DialogForm busy={busy} onSubmit={() => void save()} onCancel={onClose}>
        <Field
          label={t('candidate.renameField')}
          hint={t('candidate.renameHint', { name: line.label })}
          value={model}
          maxLength={200}
          error={problem}
          onChange={(event) => setModel(event.target.value)}
        />
      </DialogForm>
    </Dialog>
  );
}
