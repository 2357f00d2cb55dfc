import { useEffect, useState } from 'react';
import type { LockedBecause } from '../../client/session.ts';
import { Button } from '../../components/button.tsx';
import { Field } from '../../components/field.tsx';
import { RotaMark } from '../../components/rota-mark.tsx';
import { type Text, useText } from '../../language/language.tsx';
import styles from './unlock-page.module.css';

interface UnlockPageProps {
  readonly because: LockedBecause;
  readonly onToken: (token: string) => Promise<void>;
}

/** Asks for the admin token, once per tab. */
export function UnlockPage({ because, onToken }: UnlockPageProps) {
  const t = useText();
  const [token, setToken] = useState('');
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    document.title = `${t('unlock.title')} · Rota`;
  }, [t]);

  const submit = async () => {
    if (busy || token.trim() === '') return;
    setBusy(true);
    await onToken(token.trim());
    setBusy(false);
  };

  return (
    <main className={styles.page}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <RotaMark size={24} />
        <div>
          <h1>{t('unlock.title')}</h1>
          <p className={styles.sentence}>{t('unlock.sentence')}</p>
        </div>
        <Field
          label={t('unlock.token')}
          type="password"
          autoComplete="current-password"
          autoFocus
          required
          value={token}
          onChange={(event) => setToken(event.target.value)}
          error={problem(because, t)}
          hint={
            <>
              {t('unlock.hint')} <code>npx rota key admin</code>
            </>
          }
        />
        <Button type="submit" look="primary" busy={busy}>
          {t('unlock.submit')}
        </Button>
      </form>
    </main>
  );
}

function problem(because: LockedBecause, t: Text): string | null {
  switch (because) {
    case 'no-token':
      return null;
    case 'token-refused':
      return t('unlock.refused');
    case 'link-spent':
      return t('unlock.linkSpent');
    case 'unreachable':
      return t('problem.unreachable');
  }
}
