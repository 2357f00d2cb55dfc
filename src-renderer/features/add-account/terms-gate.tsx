import { ExternalLink } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { problemText, useCommand } from '../../client/use-command.ts';
import { useQuery } from '../../client/use-query.ts';
import { Button } from '../../components/button.tsx';
import { DialogActions } from '../../components/dialog.tsx';
import styles from '../../components/form.module.css';
import { Notice } from '../../components/notice.tsx';
import { useText } from '../../language/language.tsx';

/** The vendor's own words on subscription sign-in. */
const VENDOR_TERMS_URL = 'https://code.claude.com/docs/en/legal-and-compliance';

interface TermsGateProps {
  readonly onBack: () => void;
  /** What stands behind the note. */
  readonly children: ReactNode;
}

/** Shows the note on the vendor's terms until it was accepted, once for the whole installation. */
export function TermsGate({ onBack, children }: TermsGateProps) {
  const t = useText();
  const terms = useQuery('terms', (client) => client.query('terms.get'));
  const [accepted, setAccepted] = useState(false);

  if (terms === null) return <p aria-busy="true">{t('common.loading')}</p>;
  if (!terms.ok) return <Notice tone="problem">{problemText(terms.error, t)}</Notice>;
  if (accepted || terms.value.acceptedAt !== null) return children;
  return <TermsNote onBack={onBack} onAccepted={() => setAccepted(true)} />;
}

function TermsNote({ onBack, onAccepted }: { readonly onBack: () => void; readonly onAccepted: () => void }) {
  const t = useText();
  const { run, busy, problem } = useCommand();
  const [read, setRead] = useState(false);

  const accept = async () => {
    if (await run((client) => client.command('terms.accept'))) onAccepted();
  };

  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (read && !busy) void accept();
      }}
    >
      <div className={styles.note}>
        <p>{t('terms.vendor')}</p>
        <p>{t('terms.rota')}</p>
        <p>{t('terms.others')}</p>
        <p>
          <a className={styles.outside} href={VENDOR_TERMS_URL} target="_blank" rel="noreferrer">
            {t('terms.link')} <ExternalLink size={12} aria-hidden="true" />
          </a>
        </p>
      </div>
      <label className={styles.check}>
        <input type="checkbox" checked={read} onChange={(event) => setRead(event.target.checked)} />
        {t('terms.check')}
      </label>
      {problem !== null && (
        <Notice tone="problem" urgent>
          {problem}
        </Notice>
      )}
      <DialogActions>
        <Button onClick={onBack}>{t('common.back')}</Button>
        <Button type="submit" look="primary" busy={busy} unavailable={!read}>
          {t('terms.continue')}
        </Button>
      </DialogActions>
    </form>
  );
}
