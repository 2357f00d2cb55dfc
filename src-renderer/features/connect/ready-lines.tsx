import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { useLatest } from '../../client/use-latest.ts';
import { Button } from '../../components/button.tsx';
import { Choice } from '../../components/choice.tsx';
import { CopyBlock } from '../../components/copy-block.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { Notice } from '../../components/notice.tsx';
import { Section } from '../../components/page.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { useText } from '../../language/language.tsx';
import styles from './ready-lines.module.css';
import { COVERED, LINES_TARGETS, type LinesTarget, masked, shellLines } from './shell-lines.ts';

interface ReadyLinesProps {
  readonly baseUrl: string;
  /** The bound keys. */
  readonly keyNames: readonly string[];
  /** The bound key that the lines are for, or null for that of the installation. */
  readonly chosen: string | null;
  readonly onChoose: (name: string | null) => void;
}

const INSTALLATION = '';

/** Address and key, alone and in lines for shells, VS Code and CI. */
export function ReadyLines({ baseUrl, keyNames, chosen, onChoose }: ReadyLinesProps) {
  const t = useText();
  const [revealed, setRevealed] = useState(false);
  const [target, setTarget] = useState<LinesTarget>('sh');
  const keyName = chosen !== null && keyNames.includes(chosen) ? chosen : null;

  const question = JSON.stringify([baseUrl, keyName]);
  const answer = useLatest(question, async (client) => {
    const name = keyName === null ? {} : { name: keyName };
    const [environment, key] = await Promise.all([
      client.query('env.get', name),
      client.query('keys.show', { which: 'client', ...name }),
    ]);
    if (!environment.ok) return environment;
    if (!key.ok) return key;
    return { ok: true, value: { question, key: key.value.key, variables: environment.value.variables } };
  });
  // Without the key at hand nothing could be covered, and lines with another key would be wrong.
  const known = answer.value?.question === question ? answer.value : null;
  const lines = known === null ? '' : shellLines(target, known.variables, known.key);
  const covered = known === null ? '' : shellLines(target, masked(known.variables, known.key), COVERED);

  return (
    <>
      <Section title={t('connect.lines')} sentence={t('connect.linesSentence')}>
        {answer.problem !== null && <Notice tone="problem">{answer.problem}</Notice>}
        {keyNames.length > 0 && (
          <SelectField
            className={styles.key}
            label={t('connect.whichKey')}
            value={keyName ?? INSTALLATION}
            options={[
              { value: INSTALLATION, label: t('keys.installation') },
              ...keyNames.map((name) => ({ value: name, label: name })),
            ]}
            onChange={(name) => onChoose(name === INSTALLATION ? null : name)}
          />
        )}
        <Choice
          legend={t('connect.target')}
          value={target}
          onChange={setTarget}
          options={LINES_TARGETS.map((value) => ({ value, label: t(`connect.target.${value}`) }))}
        />
        <p className={styles.quiet}>{t(`connect.targetSentence.${target}`)}</p>
        {known !== null && (
          <CopyBlock text={lines} shown={revealed ? lines : covered} label={t('connect.lines')} />
        )}
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
            <code>{revealed ? known?.key : COVERED}</code>
            <Button
              aria-pressed={revealed}
              icon={revealed ? <EyeOff size={14} aria-hidden="true" /> : <Eye size={14} aria-hidden="true" />}
              onClick={() => setRevealed(!revealed)}
            >
              {t(revealed ? 'connect.hide' : 'connect.reveal')}
            </Button>
            {known !== null && <CopyButton text={known.key} label={t('connect.key')} />}
          </dd>
        </dl>
      </Section>
    </>
  );
}
