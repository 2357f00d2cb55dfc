import { useCore } from '../../client/client-context.tsx';
import { type Preferences, setPreference, usePreferences } from '../../client/preferences.ts';
import { Choice } from '../../components/choice.tsx';
import { Page, Section } from '../../components/page.tsx';
import { useText } from '../../language/language.tsx';
import styles from './settings-page.module.css';

const THEMES: readonly Preferences['theme'][] = ['system', 'light', 'dark'];

/** How the page looks and speaks, and which Rota this is. */
export function SettingsPage() {
  const t = useText();
  const { snapshot } = useCore();
  const { theme, language } = usePreferences();

  return (
    <Page title={t('settings.title')} sentence={t('settings.sentence')}>
      <Section title={t('settings.look')}>
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
      </Section>
      <Section title={t('settings.about')}>
        <dl className={styles.facts}>
          <dt>{t('settings.version')}</dt>
          <dd>{snapshot.version}</dd>
          <dt>{t('settings.address')}</dt>
          <dd>{snapshot.baseUrl}</dd>
          <dt>{t('settings.file')}</dt>
          <dd>{snapshot.readOnlyFile ?? t('settings.ownFile')}</dd>
        </dl>
      </Section>
    </Page>
  );
}
