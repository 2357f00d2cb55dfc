import { useDeferredValue, useState } from 'react';
import { useCore } from '../../client/client-context.tsx';
import { problemText } from '../../client/use-command.ts';
import { useQuery } from '../../client/use-query.ts';
import { Field } from '../../components/field.tsx';
import { Notice } from '../../components/notice.tsx';
import { Page } from '../../components/page.tsx';
import { useText } from '../../language/language.tsx';
import { Plan } from './plan.tsx';
import styles from './routing-page.module.css';
import { useSettled } from './use-settled.ts';

/** Typing pauses this long before Rota is asked. */
const TYPING_PAUSE_MS = 200;

/** "Which account would serve …?": the plan for a model and the reasons, kept up to date while one looks. */
export function RoutingPage() {
  const t = useText();
  const { snapshot } = useCore();
  const [typed, setTyped] = useState('');
  const model = useSettled(typed.trim(), TYPING_PAUSE_MS);
  const answer = useQuery(`${model}\n${snapshot.revision}`, (client) =>
    client.query('routes.explain', model === '' ? {} : { model }),
  );
  const reply = useDeferredValue(answer);

  return (
    <Page title={t('routing.title')} sentence={t('routing.sentence')}>
      <Field
        className={styles.question}
        label={t('routing.model')}
        hint={t('routing.modelHint')}
        placeholder="claude-sonnet-4-5"
        value={typed}
        maxLength={200}
        onChange={(event) => setTyped(event.target.value)}
      />
      <div aria-live="polite" aria-busy={reply === null}>
        {reply?.ok && <Plan plan={reply.value} />}
        {reply !== null && !reply.ok && <Notice tone="problem">{problemText(reply.error, t)}</Notice>}
      </div>
    </Page>
  );
}
