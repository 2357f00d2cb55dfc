import { useCore } from '../../client/client-context.tsx';
import { useLatest } from '../../client/use-latest.ts';
import { usePaced } from '../../client/use-paced.ts';
import { Notice } from '../../components/notice.tsx';
import { Page } from '../../components/page.tsx';
import { Waiting } from '../../components/waiting.tsx';
import { useText } from '../../language/language.tsx';
import { About } from './about.tsx';
import { AppSection } from './app-section.tsx';
import { DataSection } from './data-section.tsx';
import { GatewaySection } from './gateway-section.tsx';
import { HistorySection } from './history-section.tsx';
import { KeepSection } from './keep-section.tsx';
import { LogsSection } from './logs-section.tsx';
import { Look } from './look.tsx';
import { NotificationsSection } from './notifications-section.tsx';
import type { SectionProps } from './settings-section.ts';
import { TermsSection } from './terms-section.tsx';

/** While much happens the settings are read again at most this often. */
const READ_AGAIN_MS = 2000;

/** Everything that can be set, what Rota keeps, and which Rota this is. */
export function SettingsPage() {
  const t = useText();
  const { snapshot } = useCore();
  const revision = usePaced(snapshot.revision, READ_AGAIN_MS);
  const settings = useLatest(revision, (client) => client.query('settings.get'));
  const shell = useLatest(0, (client) => client.query('shell.get'));
  const problem = settings.problem ?? shell.problem;
  const known = settings.value !== null && shell.value !== null;
  const section: SectionProps | null =
    settings.value === null
      ? null
      : {
          settings: settings.value.settings,
          readOnly: snapshot.readOnlyFile !== null,
          onChanged: settings.again,
        };

  return (
    <Page title={t('settings.title')} sentence={t('settings.sentence')}>
      <Look />
      {problem !== null && <Notice tone="problem">{problem}</Notice>}
      {!known && problem === null && <Waiting lines={8} />}
      {section !== null && shell.value !== null && (
        <>
          <AppSection shell={shell.value} onChanged={shell.again} />
          <GatewaySection {...section} />
          <NotificationsSection {...section} offered={shell.value.notifications} />
          <HistorySection {...section} />
          <LogsSection {...section} shell={shell.value} />
          <DataSection {...section} shell={shell.value} />
          <TermsSection {...section} />
          <KeepSection {...section} />
        </>
      )}
      <About />
    </Page>
  );
}
