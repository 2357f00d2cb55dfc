import { coreHostname } from '../../client/ipc-session.ts';
import { useQuery } from '../../client/use-query.ts';
import { Choice } from '../../components/choice.tsx';
import styles from '../../components/form.module.css';
import { useText } from '../../language/language.tsx';
import { SignInEnded } from './sign-in-ended.tsx';
import { SignInSteps } from './sign-in-steps.tsx';
import { SignedInAsAnother } from './signed-in-as-another.tsx';
import { type SignedIn, useLogin, type Way, type WhichLogin } from './use-login.ts';
import { USUAL_WAYS, waysHere } from './ways.ts';

interface SignInProps {
  /** A sign-in that waits already, or null for a new one. */
  readonly loginId: string | null;
  /** Who is expected to sign in, or null for anybody. */
  readonly accountEmail: string | null;
  readonly onCancel: () => void;
  readonly onSignedIn: (signedIn: SignedIn) => void;
}

/** Signing in to a subscription: open the provider's page, approve there, come back. */
export function SignIn({ loginId, accountEmail, ...rest }: SignInProps) {
  const t = useText();
  const shell = useQuery('shell', (client) => client.query('shell.get'));
  if (shell === null) return <p aria-busy="true">{t('common.loading')}</p>;
  const ways = waysHere(shell.ok ? shell.value.loginMethods : USUAL_WAYS, coreHostname());
  const [way = 'paste'] = ways;
  return <OneSignIn {...rest} ways={ways} which={loginId === null ? { accountEmail, way } : { loginId }} />;
}

function OneSignIn({
  which,
  ways,
  onCancel,
  onSignedIn,
}: Pick<SignInProps, 'onCancel' | 'onSignedIn'> & {
  readonly which: WhichLogin;
  readonly ways: readonly Way[];
}) {
  const t = useText();
  const login = useLogin(which, (signedIn) => {
    if (!signedIn.otherThanAsked) onSignedIn(signedIn);
  });
  const { state } = login;

  switch (state.kind) {
    case 'starting':
      return <p aria-busy="true">{t('common.loading')}</p>;
    case 'ended':
      return <SignInEnded problem={state.problem} onAgain={login.again} onCancel={onCancel} />;
    case 'signed-in':
      return <SignedInAsAnother signedIn={state.signedIn} onRemoved={onCancel} onKeep={onSignedIn} />;
    case 'waiting':
      return (
        <div className={styles.form}>
          {ways.length > 1 && (
            <Choice<Way>
              legend={t('signIn.way')}
              value={state.way}
              onChange={(way) => void login.switchTo(way)}
              options={ways.map((value) => ({ value, label: t(`signIn.${value}`) }))}
            />
          )}
          <SignInSteps
            key={`${state.login.loginId} ${state.login.method}`}
            login={state.login}
            windowRefused={login.windowRefused}
            complete={login.complete}
            onAgain={login.again}
            onCancel={() => {
              login.cancel();
              onCancel();
            }}
          />
        </div>
      );
  }
}
