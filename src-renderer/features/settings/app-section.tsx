import { useState } from 'react';
import { useCommand } from '../../client/use-command.ts';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { Section } from '../../components/page.tsx';
import { SwitchRow } from '../../components/switch-row.tsx';
import { useText } from '../../language/language.tsx';
import styles from './settings-page.module.css';
import type { Shell } from './settings-section.ts';

/** What only the shell can do: start at login, look for a newer version. */
export function AppSection({ shell, onChanged }: { readonly shell: Shell; readonly onChanged: () => void }) {
  const t = useText();
  const login = useCommand();
  const update = useCommand();
  const [newest, setNewest] = useState<string | null>(null);

  const lookForUpdate = async () => {
    const answer = await update.run((client) => client.command('shell.checkForUpdate'));
    if (answer === null) return;
    setNewest(
      answer.available === null
        ? t('settings.updateNone')
        : t('settings.updateThere', { version: answer.available }),
    );
  };
  const setStartAtLogin = async (on: boolean) => {
    const done = await login.run((client) => client.command('shell.setStartAtLogin', { on }));
    onChanged();
    return done;
  };
  const problem = login.problem ?? update.problem;

  return (
    <Section title={t('settings.app')}>
      {problem !== null && (
        <Notice tone="problem" urgent>
          {problem}
        </Notice>
      )}
      {shell.startAtLogin === null ? (
        <p className={styles.quiet}>
          {t(shell.kind === 'app' ? 'settings.noStartAtLoginApp' : 'settings.noStartAtLogin')}
        </p>
      ) : (
        <SwitchRow
          label={t('settings.startAtLogin')}
          sentence={t('settings.startAtLoginSentence')}
          on={shell.startAtLogin}
          onChange={setStartAtLogin}
        />
      )}
      {shell.updates && (
        <div className={styles.buttons}>
          <Button busy={update.busy} onClick={() => void lookForUpdate()}>
            {t('settings.update')}
          </Button>
          <p aria-live="polite">{newest}</p>
        </div>
      )}
    </Section>
  );
}
