import { Ellipsis, KeyRound, Plus, RefreshCw, SquareTerminal, Trash2, Users } from 'lucide-react';
import { useState } from 'react';
import type { ProcedureOutput } from '../../../src-shared/contract/contract.ts';
import { useCore } from '../../client/client-context.tsx';
import type { Latest } from '../../client/use-latest.ts';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Menu } from '../../components/menu.tsx';
import { Notice } from '../../components/notice.tsx';
import { Section } from '../../components/page.tsx';
import { Waiting } from '../../components/waiting.tsx';
import { useLanguage, useText } from '../../language/language.tsx';
import { KeyDialog } from './key-dialog.tsx';
import styles from './project-keys.module.css';

type Keys = ProcedureOutput<'keys.list'>;

/** A client key that leads to some of the accounts. */
export type BoundKey = Keys['keys'][number];

interface ProjectKeysProps {
  readonly keys: Latest<Keys>;
  readonly onShowLines: (name: string) => void;
}

type Question =
  | { readonly kind: 'edit'; readonly key: BoundKey | null }
  | { readonly kind: 'rotate' | 'remove'; readonly key: BoundKey };

const ICON = { size: 14, 'aria-hidden': true } as const;

/** Client keys that lead only to the accounts of one's choice. */
export function ProjectKeys({ keys, onShowLines }: ProjectKeysProps) {
  const t = useText();
  const { time } = useLanguage();
  const { snapshot } = useCore();
  const [question, setQuestion] = useState<Question | null>(null);
  const list = keys.value?.keys ?? [];
  const close = () => setQuestion(null);
  const done = () => {
    keys.again();
    close();
  };

  return (
    <Section title={t('keys.title')} sentence={t('keys.sentence')}>
      {keys.problem !== null && <Notice tone="problem">{keys.problem}</Notice>}
      {keys.value === null && keys.problem === null && <Waiting lines={1} />}
      {keys.value !== null && list.length === 0 && <p className={styles.empty}>{t('keys.empty')}</p>}
      {list.length > 0 && (
        <ul className={styles.keys}>
          {list.map((key) => (
            <li key={key.name} className={styles.key}>
              <KeyRound size={14} aria-hidden="true" />
              <div className={styles.words}>
                <h3>{key.name}</h3>
                <p className={styles.accounts}>
                  {key.accounts.length === 0
                    ? t('keys.nobody')
                    : key.accounts.map(({ name }) => name).join(', ')}
                  {' · '}
                  <span title={time.absolute(key.createdAt)}>
                    {t('keys.made', { at: time.moment(key.createdAt, snapshot.now) })}
                  </span>
                </p>
              </div>
              <Menu
                label={t('keys.more', { name: key.name })}
                icon={<Ellipsis size={16} aria-hidden="true" />}
                items={[
                  {
                    label: t('keys.lines'),
                    icon: <SquareTerminal {...ICON} />,
                    onSelect: () => onShowLines(key.name),
                  },
                  {
                    label: t('keys.change'),
                    icon: <Users {...ICON} />,
                    onSelect: () => setQuestion({ kind: 'edit', key }),
                  },
                  {
                    label: t('keys.rotate'),
                    icon: <RefreshCw {...ICON} />,
                    onSelect: () => setQuestion({ kind: 'rotate', key }),
                  },
                  {
                    label: t('keys.remove'),
                    icon: <Trash2 {...ICON} />,
                    danger: true,
                    separated: true,
                    onSelect: () => setQuestion({ kind: 'remove', key }),
                  },
                ]}
              />
            </li>
          ))}
        </ul>
      )}
      {keys.value !== null && snapshot.accounts.length > 0 && (
        <div>
          <Button icon={<Plus {...ICON} />} onClick={() => setQuestion({ kind: 'edit', key: null })}>
            {t('keys.add')}
          </Button>
        </div>
      )}
      {question?.kind === 'edit' && (
        <KeyDialog boundKey={question.key} keys={list} onClose={close} onSaved={done} />
      )}
      {(question?.kind === 'rotate' || question?.kind === 'remove') && (
        <ConfirmDialog
          title={t(`keys.${question.kind}Title`, { name: question.key.name })}
          sentence={t(`keys.${question.kind}Sentence`)}
          confirm={t(`keys.${question.kind}Confirm`)}
          command={(client) =>
            question.kind === 'rotate'
              ? client.command('keys.rotate', { which: 'client', name: question.key.name })
              : client.command('keys.remove', { name: question.key.name })
          }
          onClose={close}
          onDone={done}
        />
      )}
    </Section>
  );
}
