import { Check } from 'lucide-react';
import { type ReactNode, useEffect, useId, useState } from 'react';
import { useCore } from '../../client/client-context.tsx';
import { useQuery } from '../../client/use-query.ts';
import { Button } from '../../components/button.tsx';
import { classNames } from '../../components/class-names.ts';
import { useText } from '../../language/language.tsx';
import { AccountStep } from './account-step.tsx';
import { ConnectStep } from './connect-step.tsx';
import styles from './first-run.module.css';
import { TestStep } from './test-step.tsx';

interface FirstRunProps {
  readonly onAdd: () => void;
  readonly onEnd: () => void;
}

/** Three steps from nothing to a working Claude Code: add an account, connect, send a test message. */
export function FirstRun({ onAdd, onEnd }: FirstRunProps) {
  const t = useText();
  const titleId = useId();
  const { accounts } = useCore().snapshot;
  const visits = useVisits();
  const status = useQuery(`${visits}`, (client) => client.query('claudeCode.status'));
  const [answered, setAnswered] = useState(false);
  const connected = status?.ok === true && status.value.files.some(({ state }) => state === 'connected');
  const hasAccount = accounts.length > 0;
  const allDone = hasAccount && connected && answered;

  return (
    <section className={styles.panel} aria-labelledby={titleId}>
      <header className={styles.header}>
        <div>
          <h2 id={titleId}>{t('firstRun.title')}</h2>
          <p className={styles.quiet} role="status">
            {t(allDone ? 'firstRun.ready' : 'firstRun.sentence')}
          </p>
        </div>
        <Button look={allDone ? 'primary' : 'quiet'} onClick={onEnd}>
          {t(allDone ? 'firstRun.finish' : 'firstRun.skip')}
        </Button>
      </header>
      <ol className={styles.steps}>
        <Step number={1} title={t('firstRun.account')} done={hasAccount} waiting={false}>
          <AccountStep onAdd={onAdd} />
        </Step>
        <Step number={2} title={t('firstRun.connect')} done={connected} waiting={!hasAccount}>
          <ConnectStep connected={connected} />
        </Step>
        <Step number={3} title={t('firstRun.test')} done={answered} waiting={!hasAccount}>
          <TestStep onAnswered={() => setAnswered(true)} />
        </Step>
      </ol>
    </section>
  );
}

/** How often the person has come back to this window: what they did elsewhere may have changed the answer. */
function useVisits(): number {
  const [visits, setVisits] = useState(0);
  useEffect(() => {
    const onFocus = () => setVisits((count) => count + 1);
    window.addEventListener('focus', onFocus);
    return () => window.removeEventListener('focus', onFocus);
  }, []);
  return visits;
}

interface StepProps {
  readonly number: number;
  readonly title: string;
  readonly done: boolean;
  /** True while an earlier step has to come first; then only the title stands here. */
  readonly waiting: boolean;
  readonly children: ReactNode;
}

function Step({ number, title, done, waiting, children }: StepProps) {
  const t = useText();
  return (
    <li className={classNames(styles.step, waiting && styles.waiting)}>
      <span className={classNames(styles.number, done && styles.done)}>
        {done ? <Check size={14} aria-hidden="true" /> : <span aria-hidden="true">{number}</span>}
        {done && <span className="visually-hidden">{t('firstRun.done')}</span>}
      </span>
      <div className={styles.body}>
        <h3>{title}</h3>
        {!waiting && children}
      </div>
    </li>
  );
}
