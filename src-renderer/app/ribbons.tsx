import { useCore } from '../client/client-context.tsx';
import { useCommand } from '../client/use-command.ts';
import { Button } from '../components/button.tsx';
import { Notice } from '../components/notice.tsx';
import { useText } from '../language/language.tsx';
import type { PageName } from './pages.ts';
import styles from './ribbons.module.css';

/** What holds for every page: out of reach, paused, read-only, simulated. Nothing stands here when all is usual. */
export function Ribbons({ page }: { readonly page: PageName }) {
  const t = useText();
  const { snapshot, connected } = useCore();
  const { run, busy, problem } = useCommand();
  const { gateway, readOnlyFile, simulated } = snapshot;
  // The accounts' own page says what the gateway does in its first line.
  const state = page === 'accounts' ? 'serving' : gateway;
  if (connected && state === 'serving' && readOnlyFile === null && !simulated) return null;

  return (
    <div className={styles.ribbons}>
      {!connected && (
        <Notice tone="problem" urgent>
          {t('offline.lost')}
        </Notice>
      )}
      {state === 'paused' && (
        <Notice
          tone="resting"
          actions={
            <Button busy={busy} onClick={() => void run((client) => client.command('gateway.resume'))}>
              {t('gateway.resume')}
            </Button>
          }
        >
          {problem ?? t('gateway.pausedSentence')}
        </Notice>
      )}
      {state === 'draining' && <Notice tone="resting">{t('gateway.drainingSentence')}</Notice>}
      {readOnlyFile !== null && <Notice tone="note">{t('readOnly.sentence', { file: readOnlyFile })}</Notice>}
      {simulated && <Notice tone="note">{t('simulated.sentence')}</Notice>}
    </div>
  );
}
