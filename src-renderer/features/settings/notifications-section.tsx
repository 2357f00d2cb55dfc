import { Notice } from '../../components/notice.tsx';
import { Section } from '../../components/page.tsx';
import { SwitchRow } from '../../components/switch-row.tsx';
import { useText } from '../../language/language.tsx';
import styles from './settings-page.module.css';
import { type SectionProps, useSettingsUpdate } from './settings-section.ts';

const KINDS = ['signInNeeded', 'allResting', 'switched', 'windowFilling', 'tokenEnding'] as const;

/** Which notifications are shown, where the shell can show any. */
export function NotificationsSection({
  settings,
  readOnly,
  onChanged,
  offered,
}: SectionProps & { readonly offered: boolean }) {
  const t = useText();
  const { update, problem } = useSettingsUpdate(onChanged);
  return (
    <Section title={t('settings.notifications')} sentence={t('settings.notificationsSentence')}>
      {problem !== null && (
        <Notice tone="problem" urgent>
          {problem}
        </Notice>
      )}
      {offered ? (
        KINDS.map((kind) => (
          <SwitchRow
            key={kind}
            label={t(`settings.notify.${kind}`)}
            on={settings.notifications[kind]}
            unavailable={readOnly}
            onChange={(on) => update({ notifications: { [kind]: on } })}
          />
        ))
      ) : (
        <p className={styles.quiet}>{t('settings.noNotifications')}</p>
      )}
    </Section>
  );
}
