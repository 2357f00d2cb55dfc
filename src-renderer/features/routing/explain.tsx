import { useDeferredValue, useState } from 'react';
import { useCore } from '../../client/client-context.tsx';
import { problemText } from '../../client/use-command.ts';
import { useLatest } from '../../client/use-latest.ts';
import { useQuery } from '../../client/use-query.ts';
import { useSettled } from '../../client/use-settled.ts';
import { Field } from '../../components/field.tsx';
import { Notice } from '../../components/notice.tsx';
import { Section } from '../../components/page.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { useText } from '../../language/language.tsx';
import styles from './explain.module.css';
import { Plan } from './plan.tsx';

/** Typing pauses this long before Rota is asked. */
const TYPING_PAUSE_MS = 200;

const NO_KEY = '';

/** "Which account would serve …?": the plan for a model and the reasons, kept up to date while one looks. */
export function Explain({ keysKey }: { readonly keysKey: number }) {
  const t = useText();
  const { snapshot } = useCore();
  const [typed, setTyped] = useState('');
  const [keyName, setKeyName] = useState(NO_KEY);
  const model = useSettled(typed.trim(), TYPING_PAUSE_MS);
  const keys = useLatest(keysKey, (client) => client.query('keys.list')).value?.keys ?? [];
  // A key that was removed meanwhile is asked about no more.
  const key = keys.some(({ name }) => name === keyName) ? keyName : NO_KEY;
  const answer = useQuery(`${model}\n${key}\n${snapshot.revision}`, (client) =>
    client.query('routes.explain', {
      ...(model === '' ? {} : { model }),
      ...(key === NO_KEY ? {} : { key }),
    }),
  );
  const reply = useDeferredValue(answer);

  return (
    <Section title={t('explain.title')} sentence={t('explain.sentence')}>
      <div className={styles.question}>
        <Field
          className={styles.model}
          label={t('routing.model')}
          hint={t('routing.modelHint')}
          placeholder="claude-sonnet-4-5"
          value={typed}
          maxLength={200}
          onChange={(event) => setTyped(event.target.value)}
        />
        {keys.length > 0 && (
          <SelectField
            className={styles.key}
            label={t('routing.key')}
            value={key}
            options={[
              { value: NO_KEY, label: t('routing.keyNone') },
              ...keys.map(({ name }) => ({ value: name, label: name })),
            ]}
            onChange={setKeyName}
          />
        )}
      </div>
      <div aria-live="polite" aria-busy={reply === null}>
        {reply?.ok && <Plan plan={reply.value} />}
        {reply !== null && !reply.ok && <Notice tone="problem">{problemText(reply.error, t)}</Notice>}
      </div>
    </Section>
  );
}
