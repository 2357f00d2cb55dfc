import { useState } from 'react';
import { useCore } from '../../client/client-context.tsx';
import { useCommand } from '../../client/use-command.ts';
import { AccountPicker } from '../../components/account-picker.tsx';
import { Button } from '../../components/button.tsx';
import { Dialog, DialogActions } from '../../components/dialog.tsx';
import styles from '../../components/form.module.css';
import { Notice } from '../../components/notice.tsx';
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
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy && picked.length > 0) void save();
        }}
      >
        {problem !== null && (
          <Notice tone="problem" urgent>
            {problem}
          </Notice>
        )}
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
        <DialogActions>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" look="primary" busy={busy} unavailable={picked.length === 0}>
            {t('route.addPicked')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
