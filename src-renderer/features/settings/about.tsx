import { useCore } from '../../client/client-context.tsx';
import { Section } from '../../components/page.tsx';
import { useText } from '../../language/language.tsx';
import styles from './settings-page.module.css';

/** Which Rota this is. */
export function About() {
  const t = useText();
  const { snapshot } = useCore();
  return (
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
  );
}
