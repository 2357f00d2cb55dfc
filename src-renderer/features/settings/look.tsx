import { type Preferences, setPreference, usePreferences } from '../../client/preferences.ts';
import { Choice } from '../../components/choice.tsx';
import { Section } from '../../components/page.tsx';
import { useText } from '../../language/language.tsx';
import styles from './settings-page.module.css';

const THEMES: readonly Preferences['theme'][] = ['system', 'light', 'dark'];

/** Theme and language; they belong to this window and not to the core. */
export function Look() {
  const t = useText();
  const { theme, language } = usePreferences();
  return (
    <Section title={t('settings.look')} sentence={t('settings.lookSentence')}>
      <div className={styles.row}>
        <Choice
          legend={t('settings.theme')}
          value={theme}
          onChange={(value) => setPreference('theme', value)}
          options={THEMES.map((value) => ({ value, label: t(`settings.theme.${value}`) }))}
        />
        <Choice
          legend={t('settings.language')}
          value={language}
          onChange={(value) => setPreference('language', value)}
          options={[
            { value: 'system', label: t('settings.language.system') },
            // A language is named in itself, for whoever cannot read the present one.
            { value: 'en', label: <span lang="en">English</span> },
            { value: 'zh-CN', label: <span lang="zh-CN">简体中文</span> },
          ]}
        />
      </div>
    </Section>
  );
}
