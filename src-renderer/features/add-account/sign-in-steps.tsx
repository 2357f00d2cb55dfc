import { ExternalLink } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useTimed } from '../../client/clock-context.tsx';
import { Button } from '../../components/button.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { DialogActions } from '../../components/dialog.tsx';
import { Field } from '../../components/field.tsx';
import styles from '../../components/form.module.css';
import { Notice } from '../../components/notice.tsx';
import { Remaining } from '../../components/times.tsx';
import { Message, useText } from '../../language/language.tsx';
import { SignInEnded } from './sign-in-ended.tsx';
import type { Login } from './use-login.ts';

const QrCode = lazy(() => import('./qr-code.tsx').then((module) => ({ default: module.QrCode })));

interface SignInStepsProps {
  readonly login: Login;
  /** True where the provider refuses Rota's own window, so that the browser was opened instead. */
  readonly windowRefused: boolean;
  readonly complete: (code: string) => Promise<string | null>;
  readonly onAgain: () => void;
  readonly onCancel: () => void;
}

/** What to do, how long there is, and the way out. */
export function SignInSteps({ login, windowRefused, complete, onAgain, onCancel }: SignInStepsProps) {
  const t = useText();
  const expired = useTimed((now) => login.expiresAt <= now);
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const pastes = login.method === 'paste';

  const submit = async () => {
    if (busy || code.trim() === '') return;
    setBusy(true);
    setProblem(await complete(code.trim()));
    setBusy(false);
  };

  if (expired) return <SignInEnded problem={t('signIn.expired')} onAgain={onAgain} onCancel={onCancel} />;
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {windowRefused && (
        <Notice tone="resting" urgent>
          {t('signIn.windowRefused')}
        </Notice>
      )}
      {login.method === 'window' ? (
        <p>{t('signIn.inWindow')}</p>
      ) : (
        <ol className={styles.steps}>
          <Step>
            <div className={styles.row}>
              <a className={styles.link} href={login.authorizationUrl} target="_blank" rel="noreferrer">
                {t('signIn.open')} <ExternalLink size={14} aria-hidden="true" />
              </a>
              <CopyButton text={login.authorizationUrl} label={t('signIn.address')} />
            </div>
            {pastes && <OnAPhone address={login.authorizationUrl} />}
          </Step>
          <Step>{t(pastes ? 'signIn.approvePaste' : 'signIn.approveBrowser')}</Step>
          {pastes && (
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
      )}
      <p className={styles.quiet}>
        <Message id="signIn.timeLeft" values={{ left: <Remaining until={login.expiresAt} /> }} />
      </p>
      <DialogActions>
        <Button onClick={onCancel}>{t('signIn.cancel')}</Button>
        {pastes && (
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

/** The sign-in page's address for a phone, shown on request: it needs room. */
function OnAPhone({ address }: { readonly address: string }) {
  const t = useText();
  const [shown, setShown] = useState(false);
  return (
    <>
      <Button look="quiet" aria-expanded={shown} onClick={() => setShown(!shown)}>
        {t(shown ? 'signIn.hideQr' : 'signIn.showQr')}
      </Button>
      {shown && (
        <Suspense fallback={null}>
          <QrCode text={address} label={t('signIn.qr')} />
        </Suspense>
      )}
    </>
  );
}
