import { useState } from 'react';
import type { ProcedureOutput } from '../../../src-shared/contract/contract.ts';
import { useCommand } from '../../client/use-command.ts';
import { Button } from '../../components/button.tsx';
import { StatusGlyph } from '../../components/status-glyph.tsx';
import { type Text, useLanguage, useText } from '../../language/language.tsx';
import styles from './live-check.module.css';

type Outcome = ProcedureOutput<'gateway.test'>;

/** Sends a test message when asked to, and says who answered or why nobody did. */
export function LiveCheck() {
  const t = useText();
  const { amount } = useLanguage();
  const { run, busy, problem } = useCommand();
  const [outcome, setOutcome] = useState<Outcome | null>(null);

  const send = async () => {
    setOutcome(null);
    setOutcome(await run((client) => client.command('gateway.test')));
  };

  return (
    <div className={styles.check}>
      <Button busy={busy} onClick={() => void send()}>
        {t('check.send')}
      </Button>
      <p className={styles.outcome} aria-live="polite">
        {busy && <span className={styles.waiting}>{t('check.sending')}</span>}
        {!busy && (outcome !== null || problem !== null) && (
          <>
            <StatusGlyph tone={outcome?.ok ? 'fine' : 'action'} />
            <span>{outcome === null ? problem : outcomeText(outcome, t, amount.took)}</span>
          </>
        )}
      </p>
    </div>
  );
}

function outcomeText(outcome: Outcome, t: Text, took: (ms: number) => string): string {
  const { ok, status, accountName, durationMs, text } = outcome;
  const values = {
    account: accountName ?? 'Rota',
    took: took(durationMs),
    text: text ?? '',
    status: status ?? '',
    message: outcome.message ?? t('check.noMessage'),
  };
  if (ok) return t(text === null ? 'check.answeredWithoutText' : 'check.answered', values);
  return t(status === null ? 'check.failed' : 'check.failedWithStatus', values);
}
