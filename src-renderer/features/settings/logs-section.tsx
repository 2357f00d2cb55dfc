import { useState } from 'react';
import { useCommand } from '../../client/use-command.ts';
import { useWish } from '../../client/use-wish.ts';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { Section } from '../../components/page.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { useText } from '../../language/language.tsx';
import { LogView } from './log-view.tsx';
import styles from './settings-page.module.css';
import { type SectionProps, type Shell, useSettingsUpdate } from './settings-section.ts';

const LEVELS = ['error', 'warn', 'info', 'debug', 'trace'] as const;

/** How much is logged, and the log itself. */
export function LogsSection({
  settings,
  readOnly,
  onChanged,
  shell,
}: SectionProps & { readonly shell: Shell }) {
  const t = useText();
  const { update, problem } = useSettingsUpdate(onChanged);
  const folder = useCommand();
  const level = useWish(settings.logLevel);
  const [shown, setShown] = useState(false);
  const wrong = problem ?? folder.problem;
  const levels = LEVELS.map((value) => ({ value, label: t(`settings.logLevel.${value}`) }));

  return (
    <Section title={t('settings.logs')} sentence={t('settings.logsSentence')}>
      {wrong !== null && (
        <Notice tone="problem" urgent>
          {wrong}
        </Notice>
      )}
      <SelectField
        className={styles.select}
        label={t('settings.logLevel')}
        value={level.shown}
        options={readOnly ? levels.filter(({ value }) => value === settings.logLevel) : levels}
        onChange={(logLevel) => void level.show(logLevel, update({ logLevel }))}
      />
      <div className={styles.buttons}>
        <Button aria-expanded={shown} onClick={() => setShown(!shown)}>
          {t(shown ? 'settings.hideLog' : 'settings.showLog')}
        </Button>
        {shell.kind === 'app' && shell.logFolder !== null && (
          <Button
            busy={folder.busy}
            onClick={() => void folder.run((client) => client.command('shell.openFolder', { which: 'logs' }))}
          >
            {t('settings.openLogs')}
          </Button>
        )}
      </div>
      {shown && <LogView />}
    </Section>
  );
}
