import type { ProcedureOutput } from '../../../src-shared/contract/contract.ts';
import type { Latest } from '../../client/use-latest.ts';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { Section } from '../../components/page.tsx';
import { StatusGlyph, type Tone } from '../../components/status-glyph.tsx';
import { Waiting } from '../../components/waiting.tsx';
import { type Text, useText } from '../../language/language.tsx';
import type { FileChange } from './change-dialog.tsx';
import styles from './claude-code-files.module.css';

type Status = ProcedureOutput<'claudeCode.status'>;
type FileState = Status['files'][number];

interface ClaudeCodeFilesProps {
  readonly status: Latest<Status>;
  readonly onChange: (change: FileChange) => void;
}

const TONES: Readonly<Record<FileState['state'], Tone>> = {
  connected: 'fine',
  'not-connected': 'off',
  elsewhere: 'off',
  outdated: 'resting',
  unreadable: 'action',
};

/** Claude Code's settings files: which of them point here, and what can be done about it. */
export function ClaudeCodeFiles({ status: { value, problem }, onChange }: ClaudeCodeFilesProps) {
  const t = useText();
  return (
    <Section title={t('claudeCode.title')} sentence={t('claudeCode.sentence')}>
      {problem !== null && <Notice tone="problem">{problem}</Notice>}
      {value === null && problem === null && <Waiting lines={2} />}
      {value !== null && value.environmentBaseUrl !== null && (
        <Notice tone="resting">{t('claudeCode.environment', { url: value.environmentBaseUrl })}</Notice>
      )}
      {value !== null && (
        <ul className={styles.files}>
          {value.files.map((file) => (
            <li key={file.file} className={styles.file}>
              <div className={styles.words}>
                <p className={styles.state}>
                  <StatusGlyph tone={TONES[file.state]} />
                  <span>{t(`claudeCode.state.${file.state}`)}</span>
                  <span className={styles.scope}>{t(`claudeCode.scope.${file.scope}`)}</span>
                </p>
                <p>{file.problem ?? stateSentence(file, t)}</p>
                <p className={styles.path}>
                  <code>{file.file}</code>
                </p>
              </div>
              <div className={styles.steps}>
                {file.state !== 'connected' && file.state !== 'unreadable' && (
                  <Button
                    onClick={() => onChange({ kind: 'connect', scope: file.scope, folder: file.folder })}
                  >
                    {t(file.state === 'outdated' ? 'claudeCode.reconnect' : 'claudeCode.connect')}
                  </Button>
                )}
                {(file.state === 'connected' || file.state === 'outdated') && (
                  <Button
                    onClick={() => onChange({ kind: 'disconnect', scope: file.scope, folder: file.folder })}
                  >
                    {t('claudeCode.disconnect')}
                  </Button>
                )}
              </div>
            </li>
          ))}
        </ul>
      )}
      {value !== null && value.claudeCodeVersion !== null && (
        <p className={styles.version}>{t('claudeCode.version', { version: value.claudeCodeVersion })}</p>
      )}
    </Section>
  );
}

function stateSentence({ state, keepSignIn, baseUrl }: FileState, t: Text): string {
  if (state === 'connected' && keepSignIn) return t('claudeCode.stateSentence.connectedKept');
  return t(`claudeCode.stateSentence.${state}`, { url: baseUrl ?? '' });
}
