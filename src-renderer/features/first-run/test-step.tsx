import { useState } from 'react';
import type { ProcedureOutput } from '../../../src-shared/contract/contract.ts';
import { useCommand } from '../../client/use-command.ts';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { type Text, useText } from '../../language/language.tsx';
import styles from './first-run.module.css';

type TestResult = ProcedureOutput<'gateway.test'>;

/** Sends one short message through the gateway, and says who answered. */
export function TestStep({ onAnswered }: { readonly onAnswered: () => void }) {
  const t = useText();
  const { run, busy, problem } = useCommand();
  const [result, setResult] = useState<TestResult | null>(null);

  const send = async () => {
    setResult(null);
    const sent = await run((client) => client.command('gateway.test'));
    setResult(sent);
    if (sent?.ok) onAnswered();
  };

  const wrong = problem ?? (result?.ok === false ? result.message : null);
  return (
    <>
      <p>{t('firstRun.test.sentence')}</p>
      <div className={styles.actions}>
        <Button busy={busy} onClick={() => void send()}>
          {t(result === null ? 'firstRun.test.send' : 'firstRun.test.again')}
        </Button>
      </div>
      {result?.ok && <Notice tone="note">{answerText(result, t)}</Notice>}
      {wrong !== null && (
        <Notice tone="problem" urgent>
          {wrong}
        </Notice>
      )}
    </>
  );
}

function answerText({ accountName, durationMs, text }: TestResult, t: Text): string {
  const values = { name: accountName ?? '–', ms: Math.round(durationMs) };
  return text === null
    ? t('firstRun.test.answeredOnly', values)
    : t('firstRun.test.answered', { ...values, text });
}
