import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { problemText } from '../../client/use-command.ts';
import { useQuery } from '../../client/use-query.ts';
import { Button } from '../../components/button.tsx';
import { Choice } from '../../components/choice.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { Notice } from '../../components/notice.tsx';
import { Page, Section } from '../../components/page.tsx';
import { useText } from '../../language/language.tsx';
import styles from './connect-page.module.css';
import { COVERED, masked, SHELLS, type Shell, shellLines } from './shell-lines.ts';

/** How a client is pointed at this gateway: the address, the key, and ready lines for a shell. */
export function ConnectPage({ baseUrl }: { readonly baseUrl: string }) {
  const t = useText();
  const environment = useQuery(baseUrl, (client) => client.query('env.get'));
  const clientKey = useQuery(baseUrl, (client) => client.query('keys.show', { which: 'client' }));
  const [revealed, setRevealed] = useState(false);
  const [shell, setShell] = useState<Shell>('sh');

  const failed = [environment, clientKey].find((reply) => reply !== null && !reply.ok);
  const key = clientKey?.ok ? clientKey.value.key : null;
  // Without the key at hand nothing could be covered, so until then there are no lines.
  const variables = environment?.ok && key !== null ? environment.value.variables : [];
  const lines = shellLines(shell, variables);
  const shownLines = revealed ? lines : shellLines(shell, masked(variables, key ?? ''));

  return (
    <Page title={t('connect.title')} sentence={t('connect.sentence')}>
      {failed && !failed.ok && <Notice tone="problem">{problemText(failed.error, t)}</Notice>}

      <Section title={t('connect.shell')} sentence={t('connect.shellSentence')}>
        <Choice
          legend={t('connect.shellChoice')}
          value={shell}
          onChange={setShell}
          options={SHELLS.map((value) => ({ value, label: t(`connect.${value}`) }))}
        />
        <Code text={lines} shown={shownLines} label={t('connect.shell')} />
      </Section>

      <Section title={t('connect.byHand')} sentence={t('connect.byHandSentence')}>
        <dl className={styles.values}>
          <dt>{t('connect.address')}</dt>
          <dd>
            <code>{baseUrl}</code>
            <CopyButton text={baseUrl} label={t('connect.address')} />
          </dd>
          <dt>{t('connect.key')}</dt>
          <dd>
            <code>{revealed ? key : COVERED}</code>
            <Button
              aria-pressed={revealed}
              icon={revealed ? <EyeOff size={14} aria-hidden="true" /> : <Eye size={14} aria-hidden="true" />}
              onClick={() => setRevealed(!revealed)}
            >
              {t(revealed ? 'connect.hide' : 'connect.reveal')}
            </Button>
            {key !== null && <CopyButton text={key} label={t('connect.key')} />}
          </dd>
        </dl>
      </Section>
    </Page>
  );
}

/** Lines to copy; `shown` may hide what `text` holds. */
function Code({
  text,
  shown = text,
  label,
}: {
  readonly text: string;
  readonly shown?: string;
  readonly label: string;
}) {
  return (
    <div className={styles.code}>
      <pre>{shown}</pre>
      <CopyButton text={text} label={label} />
    </div>
  );
}
