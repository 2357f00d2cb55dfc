import { useState } from 'react';
import { useCommand } from '../../client/use-command.ts';
import { useAnnounce } from '../../components/announcer.tsx';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { Notice } from '../../components/notice.tsx';
import { Section } from '../../components/page.tsx';
import { useText } from '../../language/language.tsx';
import styles from './settings-page.module.css';
import type { SectionProps } from './settings-section.ts';

/** What is asked about before it is done. */
type Question = 'rotate' | 'masterKey' | 'reset';

/** Steps that are seldom needed: another client key or master key, a report, everything back to the beginning. */
export function KeepSection({ readOnly, onChanged }: SectionProps) {
  const t = useText();
  const announce = useAnnounce();
  const report = useCommand();
  const [written, setWritten] = useState<string | null>(null);
  const [asking, setAsking] = useState<Question | null>(null);
  const [done, setDone] = useState<Question | null>(null);

  const writeReport = async () => {
    const answer = await report.run((client) => client.command('report.create'));
    if (answer !== null) setWritten(answer.file);
  };
  const finish = (what: Question) => {
    onChanged();
    setAsking(null);
    setDone(what);
    announce(t(`${what}.done`));
  };

  return (
    <Section title={t('settings.keep')}>
      {done !== null && <Notice tone="note">{t(`${done}.done`)}</Notice>}
      {report.problem !== null && (
        <Notice tone="problem" urgent>
          {report.problem}
        </Notice>
      )}
      <div className={styles.step}>
        <p aria-live="polite">
          {written === null ? t('settings.reportSentence') : t('settings.reportWritten', { file: written })}
        </p>
        {written !== null && <CopyButton text={written} label={t('settings.reportFile')} />}
        <Button busy={report.busy} onClick={() => void writeReport()}>
          {t('settings.report')}
        </Button>
      </div>
      <div className={styles.step}>
        <p>{t('settings.rotateSentence')}</p>
        <Button onClick={() => setAsking('rotate')}>{t('settings.rotate')}</Button>
      </div>
      <div className={styles.step}>
        <p>{t('settings.masterKeySentence')}</p>
        <Button onClick={() => setAsking('masterKey')}>{t('settings.masterKey')}</Button>
      </div>
      {!readOnly && (
        <div className={styles.step}>
          <p>{t('settings.resetSentence')}</p>
          <Button look="danger" onClick={() => setAsking('reset')}>
            {t('settings.reset')}
          </Button>
        </div>
      )}
      {asking === 'rotate' && (
        <ConfirmDialog
          title={t('rotate.title')}
          sentence={t('rotate.sentence')}
          confirm={t('rotate.confirm')}
          command={(client) => client.command('keys.rotate', { which: 'client' })}
          onClose={() => setAsking(null)}
          onDone={() => finish('rotate')}
        />
      )}
      {asking === 'masterKey' && (
        <ConfirmDialog
          title={t('masterKey.title')}
          sentence={t('masterKey.sentence')}
          confirm={t('masterKey.confirm')}
          look="primary"
          command={(client) => client.command('vault.rotateKey')}
          onClose={() => setAsking(null)}
          onDone={() => finish('masterKey')}
        />
      )}
      {asking === 'reset' && (
        <ConfirmDialog
          title={t('reset.title')}
          sentence={t('reset.sentence')}
          confirm={t('reset.confirm')}
          command={(client) => client.command('settings.reset')}
          onClose={() => setAsking(null)}
          onDone={() => finish('reset')}
        />
      )}
    </Section>
  );
}
