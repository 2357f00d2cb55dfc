import { ExternalLink } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTimed } from '../../client/clock-context.tsx';
import { Button } from '../../components/button.tsx';
import { Choice } from '../../components/choice.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { DialogActions } from '../../components/dialog.tsx';
import { Field } from '../../components/field.tsx';
import styles from '../../components/form.module.css';
import { Notice } from '../../components/notice.tsx';
import { Remaining } from '../../components/times.tsx';
import { Message, useText } from '../../language/language.tsx';
import { SignedInAsAnother } from './signed-in-as-another.tsx';
import { type Login, type SignedIn, useLogin, type Way } from './use-login.ts';

interface SignInProps {
  /** Who is expected to sign in, or null for anybody. */
  readonly accountEmail: string | null;
  readonly onCancel: () => void;
  readonly onSignedIn: (signedIn: SignedIn) => void;
}

/** Signing in to a subscription: open the provider's page, approve there, come back. */
export function SignIn({ accountEmail, onCancel, onSignedIn }: SignInProps) {
  const t = useText();
  const login = useLogin(accountEmail, (signedIn) => {
    if (!signedIn.otherThanAsked) onSignedIn(signedIn);
  });

  if (login.state.kind === 'signed-in')
    return <SignedInAsAnother signedIn={login.state.signedIn} onRemoved={onCancel} onKeep={onSignedIn} />;
  return (
    <div className={styles.form}>
      {login.state.kind === 'starting' && <p aria-busy="true">{t('common.loading')}</p>}
      {login.state.kind === 'ended' && (
        <Ended problem={login.state.problem} onAgain={login.again} onCancel={onCancel} />
      )}
      {login.state.kind === 'waiting' && (
        <>
          <Choice<Way>
            legend={t('signIn.way')}
            value={login.state.way}
            onChange={(way) => void login.switchTo(way)}
            options={[
              { value: 'browser', label: t('signIn.browser') },
              { value: 'paste', label: t('signIn.paste') },
            ]}
          />
          <Waiting
            key={login.state.login.loginId}
            login={login.state.login}
            complete={login.complete}
            onAgain={login.again}
            onCancel={onCancel}
          />
        </>
      )}
    </div>
  );
}

interface WaitingProps {
  readonly login: Login;
  readonly complete: (code: string) => Promise<string | null>;
  readonly onAgain: () => void;
  readonly onCancel: () => void;
}

/** What to do, how long there is, and the way out. */
function Waiting({ login, complete, onAgain, onCancel }: WaitingProps) {
  const t = useText();
  const expired = useTimed((now) => login.expiresAt <= now);
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const submit = async () => {
    if (busy || code.trim() === '') return;
    setBusy(true);
    setProblem(await complete(code.trim()));
    setBusy(false);
  };

  if (expired) return <Ended problem={t('signIn.expired')} onAgain={onAgain} onCancel={onCancel} />;
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <ol className={styles.steps}>
        <Step>
          <div className={styles.row}>
            <a className={styles.link} href={login.authorizationUrl} target="_blank" rel="noreferrer">
              {t('signIn.open')} <ExternalLink size={14} aria-hidden="true" />
            </a>
            <CopyButton text={login.authorizationUrl} label={t('signIn.address')} />
          </div>
        </Step>
        <Step>{t(login.method === 'paste' ? 'signIn.approvePaste' : 'signIn.approveBrowser')}</Step>
        {login.method === 'paste' && (
          <Step>
            <Field
              label={t('signIn.code')}
              hint={t('signIn.codeHint')}
              value={code}
              error={problem}
              onChange={(event) => setCode(event.target.value)}
            />
          </Step>
        )}
      </ol>
      <p className={styles.quiet}>
        <Message id="signIn.timeLeft" values={{ left: <Remaining until={login.expiresAt} /> }} />
      </p>
      <DialogActions>
        <Button onClick={onCancel}>{t('common.cancel')}</Button>
        {login.method === 'paste' && (
          <Button type="submit" look="primary" busy={busy} unavailable={code.trim() === ''}>
            {t('signIn.finish')}
          </Button>
        )}
      </DialogActions>
    </form>
  );
}

function Step({ children }: { readonly children: ReactNode }) {
  return (
    <li>
      <div className={styles.step}>{children}</div>
    </li>
  );
}

function Ended({
  problem,
  onAgain,
  onCancel,
}: {
  readonly problem: string;
  readonly onAgain: () => void;
  readonly onCancel: () => void;
}) {
  const t = useText();
  return (
    <>
      <Notice tone="problem" urgent>
        {problem}
      </Notice>
      <DialogActions>
        <Button onClick={onCancel}>{t('common.cancel')}</Button>
        <Button look="primary" onClick={onAgain}>
          {t('signIn.again')}
        </Button>
      </DialogActions>
    </>
  );
}
