import type { PendingLogin } from '../../../src-shared/model/snapshot.ts';
import { useCore } from '../../client/client-context.tsx';
import { useCommand } from '../../client/use-command.ts';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { Remaining } from '../../components/times.tsx';
import { Message, useText } from '../../language/language.tsx';
import styles from './pending-logins.module.css';

/** Sign-ins that wait for their person, each with how long and the two ways to end it. */
export function PendingLogins({ onResume }: { readonly onResume: (login: PendingLogin) => void }) {
  const { pendingLogins } = useCore().snapshot;
  if (pendingLogins.length === 0) return null;
  return (
    <div className={styles.logins}>
      {pendingLogins.map((login) => (
        <OnePendingLogin key={login.loginId} login={login} onResume={() => onResume(login)} />
      ))}
    </div>
  );
}

function OnePendingLogin({
  login,
  onResume,
}: {
  readonly login: PendingLogin;
  readonly onResume: () => void;
}) {
  const t = useText();
  const { run, busy, problem } = useCommand();
  const left = <Remaining until={login.expiresAt} />;
  return (
    <Notice
      tone="resting"
      actions={
        <>
          <Button
            look="quiet"
            busy={busy}
            onClick={() => void run((client) => client.command('login.cancel', { loginId: login.loginId }))}
          >
            {t('pending.cancel')}
          </Button>
          <Button onClick={onResume}>{t('pending.resume')}</Button>
        </>
      }
    >
      {problem ??
        (login.askedFor === null ? (
          <Message id="pending.anybody" values={{ left }} />
        ) : (
          <Message id="pending.somebody" values={{ name: login.askedFor, left }} />
        ))}
    </Notice>
  );
}
