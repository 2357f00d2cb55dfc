import { useState } from 'react';
import type { ProcedureOutput } from '../../../src-shared/contract/contract.ts';
import { useHeld } from '../../client/use-held.ts';
import { useReading } from '../../client/use-reading.ts';
import { Notice } from '../../components/notice.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { Waiting } from '../../components/waiting.tsx';
import { useLanguage, useText } from '../../language/language.tsx';
import styles from './log-view.module.css';
import { useLogLines } from './use-log-lines.ts';

type LogLine = ProcedureOutput<'logs.recent'>['lines'][number];

const LEVELS = ['trace', 'info', 'warn'] as const;
const RANKS: Readonly<Record<LogLine['level'], number>> = { trace: 0, debug: 1, info: 2, warn: 3, error: 4 };
const NONE: readonly LogLine[] = [];

/** The last log lines, newest first; they stand still while somebody reads them. */
export function LogView() {
  const t = useText();
  const { lines, problem } = useLogLines();
  const { ref, reading } = useReading();
  const { shown } = useHeld(lines ?? NONE, reading);
  const [level, setLevel] = useState<(typeof LEVELS)[number]>('trace');
  const fitting = shown.filter((line) => RANKS[line.level] >= RANKS[level]);

  return (
    <div className={styles.view}>
      <SelectField
        compact
        className={styles.level}
        label={t('settings.shownLevel')}
        value={level}
        options={LEVELS.map((value) => ({ value, label: t(`settings.shownLevel.${value}`) }))}
        onChange={setLevel}
      />
      {problem !== null && <Notice tone="problem">{problem}</Notice>}
      {lines === null && problem === null && <Waiting lines={4} />}
      {lines !== null && fitting.length === 0 && <p className={styles.quiet}>{t('settings.noLines')}</p>}
      {fitting.length > 0 && (
        <section
          ref={ref}
          className={styles.scroll}
          aria-label={t('settings.log')}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard (WCAG 2.1.1)
          tabIndex={0}
        >
          <ol>
            {fitting.map((line) => (
              <Line key={line.number} line={line} />
            ))}
          </ol>
        </section>
      )}
    </div>
  );
}

function Line({ line: { at, level, message, fields } }: { readonly line: LogLine }) {
  const { clock, time } = useLanguage();
  return (
    <li className={styles.line}>
      <time dateTime={new Date(at).toISOString()} title={time.absolute(at)} className={styles.quiet}>
        {clock(at)}
      </time>
      <span className={styles[level]}>{level}</span>
      <span className={styles.message}>
        {message}
        {Object.entries(fields).map(([name, value]) => (
          <span key={name} className={styles.quiet}>
            {' '}
            {name}={String(value)}
          </span>
        ))}
      </span>
    </li>
  );
}
