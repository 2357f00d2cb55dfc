import { useState } from 'react';
import { useCore } from '../../client/client-context.tsx';
import { useLatest } from '../../client/use-latest.ts';
import { usePaced } from '../../client/use-paced.ts';
import { Button } from '../../components/button.tsx';
import { Page, Section } from '../../components/page.tsx';
import { useText } from '../../language/language.tsx';
import { BehindRota } from './behind-rota.tsx';
import { ChangeDialog, type FileChange } from './change-dialog.tsx';
import { ClaudeCodeFiles } from './claude-code-files.tsx';
import { Doctor } from './doctor.tsx';
import { LiveCheck } from './live-check.tsx';
import { ProjectKeys } from './project-keys.tsx';
import { ReadyLines } from './ready-lines.tsx';

/** While much happens the files are looked at again at most this often. */
const READ_AGAIN_MS = 2000;

/** How Claude Code and other clients are pointed at this gateway, and what to do when something is wrong. */
export function ConnectPage({ baseUrl }: { readonly baseUrl: string }) {
  const t = useText();
  const { snapshot } = useCore();
  const revision = usePaced(snapshot.revision, READ_AGAIN_MS);
  const status = useLatest(`${baseUrl} ${revision}`, (client) => client.query('claudeCode.status'));
  const keys = useLatest(revision, (client) => client.query('keys.list'));
  const [change, setChange] = useState<FileChange | null>(null);
  const [keyName, setKeyName] = useState<string | null>(null);
  const connected = status.value?.files.find(({ scope, state }) => scope === 'user' && state === 'connected');

  return (
    <Page
      title={t('connect.title')}
      sentence={t('connect.sentence')}
      action={
        <Button
          look="primary"
          unavailable={status.value === null}
          onClick={() => setChange({ kind: 'connect', scope: connected ? 'local' : 'user', folder: null })}
        >
          {t(connected ? 'connect.actionProject' : 'connect.action')}
        </Button>
      }
    >
      <ClaudeCodeFiles status={status} onChange={setChange} />
      <Section title={t('check.title')} sentence={t('check.sentence')}>
        <LiveCheck />
      </Section>
      <ProjectKeys
        keys={keys}
        onShowLines={(name) => {
          setKeyName(name);
          document.getElementById(READY_LINES)?.scrollIntoView({ block: 'start' });
        }}
      />
      <div id={READY_LINES} />
      <ReadyLines
        baseUrl={baseUrl}
        keyNames={keys.value?.keys.map(({ name }) => name) ?? []}
        chosen={keyName}
        onChoose={setKeyName}
      />
      <BehindRota keepSignIn={connected?.keepSignIn ?? null} />
      <Doctor />
      {change !== null && (
        <ChangeDialog
          change={change}
          keyNames={keys.value?.keys.map(({ name }) => name) ?? []}
          onWritten={status.again}
          onClose={() => setChange(null)}
        />
      )}
    </Page>
  );
}

const READY_LINES = 'ready-lines';
