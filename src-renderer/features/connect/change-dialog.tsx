import { useState } from 'react';
import type { CallInput, ProcedureOutput } from '../../../src-shared/contract/contract.ts';
import { useCommand } from '../../client/use-command.ts';
import { useLatest } from '../../client/use-latest.ts';
import { useSettled } from '../../client/use-settled.ts';
import { Button } from '../../components/button.tsx';
import { Choice } from '../../components/choice.tsx';
import { Dialog, DialogActions } from '../../components/dialog.tsx';
import { Field } from '../../components/field.tsx';
import form from '../../components/form.module.css';
import { Notice } from '../../components/notice.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { SwitchRow } from '../../components/switch-row.tsx';
import { useText } from '../../language/language.tsx';
import styles from './change-dialog.module.css';
import { DiffLines } from './diff-lines.tsx';
import { LiveCheck } from './live-check.tsx';

type Scope = NonNullable<CallInput<'claudeCode.connect'>['scope']>;

/** What is to be done with which of Claude Code's settings files. */
export interface FileChange {
  readonly kind: 'connect' | 'disconnect';
  readonly scope: Scope;
  /** The project's folder where it is known already. */
  readonly folder: string | null;
}

interface ChangeDialogProps {
  readonly change: FileChange;
  /** Bound keys that may be written instead of the installation's. */
  readonly keyNames: readonly string[];
  readonly onWritten: () => void;
  readonly onClose: () => void;
}

const SCOPES: readonly Scope[] = ['user', 'local', 'project'];
const INSTALLATION = '';
const TYPING_PAUSE_MS = 300;

/** Shows the exact change to a settings file, writes it when told to, and offers to try it. */
export function ChangeDialog({ change, keyNames, onWritten, onClose }: ChangeDialogProps) {
  const t = useText();
  const { run, busy, problem } = useCommand();
  const [scope, setScope] = useState(change.scope);
  const [folder, setFolder] = useState(change.folder ?? '');
  const [keepSignIn, setKeepSignIn] = useState(false);
  const [keyName, setKeyName] = useState(INSTALLATION);
  const [written, setWritten] = useState(false);
  const connecting = change.kind === 'connect';

  const settledFolder = useSettled(folder.trim(), TYPING_PAUSE_MS);
  const target = { scope, ...(scope === 'user' ? {} : { folder: settledFolder }) };
  const options = { keepSignIn, ...(keyName === INSTALLATION ? {} : { key: keyName }) };
  const ready = scope === 'user' || settledFolder !== '';
  const question = JSON.stringify([target, options]);
  const preview = useLatest(question, async (client) => {
    if (!ready) return { ok: true, value: null };
    const reply = await (connecting
      ? client.query('claudeCode.preview', { ...target, ...options })
      : client.query('claudeCode.previewDisconnect', target));
    return reply.ok ? { ok: true, value: { question, ...reply.value } } : reply;
  });
  // What is shown is what will be written: an older answer is neither.
  const shown = preview.value?.question === question ? preview.value : null;

  const write = async (fingerprint: string) => {
    const done = await run((client) =>
      connecting
        ? client.command('claudeCode.connect', { ...target, ...options, fingerprint })
        : client.command('claudeCode.disconnect', { ...target, fingerprint }),
    );
    onWritten();
    if (done !== null) setWritten(true);
    else preview.again();
  };

  const title = t(connecting ? 'change.connectTitle' : 'change.disconnectTitle');
  if (written)
    return (
      <Dialog title={title} onClose={onClose}>
        <p role="status">{t(connecting ? 'change.written' : 'change.takenOut')}</p>
        {connecting && <LiveCheck />}
        <DialogActions>
          <Button look={connecting ? 'plain' : 'primary'} onClick={onClose}>
            {t('common.done')}
          </Button>
        </DialogActions>
      </Dialog>
    );

  return (
    <Dialog title={title} onClose={onClose}>
      {connecting && change.folder === null && (
        <div className={form.note}>
          <Choice
            legend={t('claudeCode.scope')}
            value={scope}
            onChange={setScope}
            options={SCOPES.map((value) => ({ value, label: t(`claudeCode.scope.${value}`) }))}
          />
          <p className={form.quiet}>{t(`claudeCode.scopeSentence.${scope}`)}</p>
          {scope !== 'user' && (
            <Field
              label={t('claudeCode.folder')}
              hint={t('claudeCode.folderHint')}
              value={folder}
              maxLength={4096}
              onChange={(event) => setFolder(event.target.value)}
            />
          )}
        </div>
      )}
      {connecting && (
        <SwitchRow
          label={t('claudeCode.keepSignIn')}
          sentence={t('claudeCode.keepSignInSentence')}
          on={keepSignIn}
          onChange={async (on) => setKeepSignIn(on)}
        />
      )}
      {connecting && keyNames.length > 0 && (
        <SelectField
          label={t('claudeCode.key')}
          value={keyName}
          options={[
            { value: INSTALLATION, label: t('keys.installation') },
            ...keyNames.map((name) => ({ value: name, label: name })),
          ]}
          onChange={setKeyName}
        />
      )}
      {(problem ?? preview.problem) && (
        <Notice tone="problem" urgent>
          {problem ?? preview.problem}
        </Notice>
      )}
      {!ready && <p className={form.quiet}>{t('change.needsFolder')}</p>}
      {shown !== null && <Change preview={shown} />}
      <DialogActions>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button
          look="primary"
          busy={busy}
          unavailable={shown === null || !shown.changes}
          onClick={() => {
            if (shown !== null) void write(shown.fingerprint);
          }}
        >
          {t(connecting ? 'change.write' : 'change.writeBack')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function Change({ preview }: { readonly preview: ProcedureOutput<'claudeCode.preview'> }) {
  const t = useText();
  if (!preview.changes) return <p>{t('change.none')}</p>;
  return (
    <div className={form.note}>
      <p className={styles.file}>
        {t(preview.exists ? 'change.file' : 'change.newFile', { file: preview.file })}{' '}
        <span className={form.quiet}>{t('change.masked')}</span>
      </p>
      <DiffLines lines={preview.diff} />
    </div>
  );
}
