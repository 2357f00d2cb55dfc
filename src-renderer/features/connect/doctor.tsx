import { Stethoscope } from 'lucide-react';
import { useState } from 'react';
import type { ProcedureOutput } from '../../../src-shared/contract/contract.ts';
import { useCommand } from '../../client/use-command.ts';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { Section } from '../../components/page.tsx';
import { StatusGlyph, type Tone } from '../../components/status-glyph.tsx';
import { useText } from '../../language/language.tsx';
import styles from './doctor.module.css';

type Check = ProcedureOutput<'doctor.run'>['checks'][number];

const TONES: Readonly<Record<Check['status'], Tone>> = {
  fine: 'fine',
  warning: 'resting',
  failed: 'action',
  skipped: 'off',
};

/** What is wrong comes first. */
const RANKS: Readonly<Record<Check['status'], number>> = { failed: 0, warning: 1, fine: 2, skipped: 3 };

/** Looks at this installation when asked to, and says for each thing what was found and what to do. */
export function Doctor() {
  const t = useText();
  const { run, busy, problem } = useCommand();
  const [checks, setChecks] = useState<readonly Check[] | null>(null);

  const look = async () => {
    const answer = await run((client) => client.query('doctor.run'));
    if (answer !== null) setChecks(answer.checks.toSorted((a, b) => RANKS[a.status] - RANKS[b.status]));
  };
  const count = (status: Check['status']) => checks?.filter((check) => check.status === status).length ?? 0;
  const [failed, warnings] = [count('failed'), count('warning')];

  return (
    <Section title={t('doctor.title')} sentence={t('doctor.sentence')}>
      <div className={styles.step}>
        <Button busy={busy} icon={<Stethoscope size={14} aria-hidden="true" />} onClick={() => void look()}>
          {t(checks === null ? 'doctor.run' : 'doctor.again')}
        </Button>
        <p aria-live="polite" className={styles.summary}>
          {checks !== null &&
            !busy &&
            (failed + warnings === 0 ? t('doctor.allFine') : t('doctor.found', { failed, warnings }))}
        </p>
      </div>
      {problem !== null && (
        <Notice tone="problem" urgent>
          {problem}
        </Notice>
      )}
      {checks !== null && (
        <ul className={styles.checks} aria-busy={busy}>
          {checks.map((check) => (
            <li key={check.id} className={styles.check}>
              <StatusGlyph tone={TONES[check.status]} />
              <p className={styles.checked}>
                {check.checked}
                <span className="visually-hidden">: {t(`doctor.status.${check.status}`)}.</span>
              </p>
              <div className={styles.words}>
                <p>{check.finding}</p>
                {check.remedy !== null && <p className={styles.remedy}>{check.remedy}</p>}
              </div>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
