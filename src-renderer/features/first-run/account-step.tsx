import { Plus } from 'lucide-react';
import { useCore } from '../../client/client-context.tsx';
import { useCommand } from '../../client/use-command.ts';
import { useQuery } from '../../client/use-query.ts';
import { Button } from '../../components/button.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { Notice } from '../../components/notice.tsx';
import { useText } from '../../language/language.tsx';
import styles from './first-run.module.css';

const DEMO_COMMAND = 'npx rota start --demo';

/** The first account, or simulated ones to look around with: in the app by a button, elsewhere by a command. */
export function AccountStep({ onAdd }: { readonly onAdd: () => void }) {
  const t = useText();
  const { accounts } = useCore().snapshot;
  const shell = useQuery('shell', (client) => client.query('shell.get'));
  const { run, busy, problem } = useCommand();
  const [first] = accounts;
  if (first !== undefined)
    return <p className={styles.quiet}>{t('firstRun.account.done', { name: first.name })}</p>;

  const isApp = shell?.ok === true && shell.value.kind === 'app';
  return (
    <>
      <p>{t('firstRun.account.sentence')}</p>
      <div className={styles.actions}>
        <Button look="primary" icon={<Plus size={16} aria-hidden="true" />} onClick={onAdd}>
          {t('firstRun.account.add')}
        </Button>
        {isApp && (
          <Button busy={busy} onClick={() => void run((client) => client.command('shell.startDemo'))}>
            {t('firstRun.account.demo')}
          </Button>
        )}
      </div>
      {problem !== null && <Notice tone="problem">{problem}</Notice>}
      {shell !== null && !isApp && (
        <>
          <p className={styles.quiet}>{t('firstRun.account.command')}</p>
          <p className={styles.command}>
            <code>{DEMO_COMMAND}</code>
            <CopyButton text={DEMO_COMMAND} label={DEMO_COMMAND} look="quiet" />
          </p>
        </>
      )}
    </>
  );
}
