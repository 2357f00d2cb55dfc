import { useState } from 'react';
import { useCore } from '../../client/client-context.tsx';
import { useCommand } from '../../client/use-command.ts';
import { AccountPicker } from '../../components/account-picker.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { DialogForm } from '../../components/dialog-form.tsx';
import { useText } from '../../language/language.tsx';
import { accountsOf, type ModelRoute, routeInput, withAccounts } from './route-edits.ts';

interface AddAccountsDialogProps {
  readonly route: ModelRoute;
  readonly onClose: () => void;
  readonly onSaved: () => void;
}

/** Puts further accounts behind those that a route has. */
export function AddAccountsDialog({ route, onClose, onSaved }: AddAccountsDialogProps) {
  const t = useText();
  const { snapshot } = useCore();
  const { run, busy, problem } = useCommand();
  const [picked, setPicked] = useState<readonly string[]>([]);
  const present = route.candidates.flatMap((candidate) => accountsOf(candidate, snapshot.accounts));
  const others = snapshot.accounts.filter((account) => !present.includes(account));

  const save = async () => {
    const accounts = others.filter(({ id }) => picked.includes(id));
    const input = routeInput(route, { candidates: withAccounts(route.candidates, accounts) });
    if (await run((client) => client.command('routes.save', input))) onSaved();
  };

  return (
    <Dialog title={t('route.addTo', { pattern: route.pattern })} onClose={onClose}>
      <DialogForm
        busy={busy}
        problem={problem}
        incomplete={picked.length === 0}
        submit={t('route.addPicked')}
        onSubmit={() => void save()}
        onCancel={onClose}
      >
        {others.length === 0 ? (
          <p>{t('route.allThere')}</p>
        ) : (
          <AccountPicker
            legend={t('route.accounts')}
            accounts={others}
            picked={picked}
            onChange={setPicked}
          />
        )}
      </DialogForm>
    </Dialog>
  );
}
