import { Download, FolderOpen, Upload } from 'lucide-react';
import { type ChangeEvent, useRef, useState } from 'react';
import { saveFile } from '../../client/save-file.ts';
import { useCommand } from '../../client/use-command.ts';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { Section } from '../../components/page.tsx';
import { useText } from '../../language/language.tsx';
import { ImportDialog, type ImportFile } from './import-dialog.tsx';
import styles from './settings-page.module.css';
import type { SectionProps, Shell } from './settings-section.ts';

const ICON = { size: 14, 'aria-hidden': true } as const;

/** As the contract's limit on an imported file. */
const MOST_BYTES = 4 * 1024 * 1024;

/** Where Rota keeps its data, and settings as a file: out of it and into it. */
export function DataSection({ readOnly, onChanged, shell }: SectionProps & { readonly shell: Shell }) {
  const t = useText();
  const { run, busy, problem } = useCommand();
  const picker = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<ImportFile | null>(null);
  const [unusable, setUnusable] = useState<string | null>(null);

  const exportSettings = async () => {
    const answer = await run((client) => client.query('settings.export'));
    if (answer !== null) saveFile('rota-settings.yaml', 'application/yaml', answer.yaml);
  };

  const pick = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const [picked] = target.files ?? [];
    setUnusable(null);
    if (picked === undefined) return;
    const text = picked.size > MOST_BYTES ? null : await picked.text().catch(() => undefined);
    // So that the same file can be picked again after it was changed.
    target.value = '';
    if (typeof text === 'string') setFile({ name: picked.name, text });
    else setUnusable(t(text === null ? 'import.tooLarge' : 'import.unreadable'));
  };
  const wrong = problem ?? unusable;

  return (
    <Section title={t('settings.data')} sentence={t('settings.exportSentence')}>
      {wrong !== null && (
        <Notice tone="problem" urgent>
          {wrong}
        </Notice>
      )}
      <dl className={styles.facts}>
        <dt>{t('settings.dataFolder')}</dt>
        <dd>
          <code>{shell.dataFolder}</code>
        </dd>
      </dl>
      <div className={styles.buttons}>
        {shell.kind === 'app' && (
          <Button
            icon={<FolderOpen {...ICON} />}
            aria-label={`${t('settings.openFolder')}: ${t('settings.dataFolder')}`}
            onClick={() => void run((client) => client.command('shell.openFolder', { which: 'data' }))}
          >
            {t('settings.openFolder')}
          </Button>
        )}
        <Button icon={<Download {...ICON} />} busy={busy} onClick={() => void exportSettings()}>
          {t('settings.export')}
        </Button>
        {!readOnly && (
          <>
            <Button icon={<Upload {...ICON} />} onClick={() => picker.current?.click()}>
              {t('settings.import')}
            </Button>
            <input
              ref={picker}
              type="file"
              accept=".yaml,.yml,.toml"
              hidden
              aria-label={t('settings.import')}
              onChange={(event) => void pick(event)}
            />
          </>
        )}
      </div>
      {file !== null && <ImportDialog file={file} onClose={() => setFile(null)} onImported={onChanged} />}
    </Section>
  );
}
