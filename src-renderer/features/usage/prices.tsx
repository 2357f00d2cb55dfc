import { useState } from 'react';
import type { ProcedureOutput } from '../../../src-shared/contract/contract.ts';
import type { Latest } from '../../client/use-latest.ts';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { Section } from '../../components/page.tsx';
import { useText } from '../../language/language.tsx';
import { PriceEditor } from './price-editor.tsx';
import styles from './prices.module.css';
import { useDayText } from './usage-words.ts';

interface PricesProps {
  readonly prices: Latest<ProcedureOutput<'usage.prices'>>;
  /** Called when another table is in force, so that estimates can be asked for again. */
  readonly onSaved: () => void;
}

/** Where the estimate comes from, and a way to change it. */
export function Prices({ prices, onSaved }: PricesProps) {
  const t = useText();
  const dayText = useDayText();
  const [editing, setEditing] = useState(false);
  const { value, problem } = prices;
  return (
    <Section title={t('prices.title')} sentence={t('prices.sentence')}>
      {problem !== null && <Notice tone="problem">{problem}</Notice>}
      {value !== null && (
        <div className={styles.state}>
          <p>{t(value.edited ? 'prices.edited' : 'prices.builtIn', { date: dayText(value.asOf) })}</p>
          {!editing && <Button onClick={() => setEditing(true)}>{t('prices.edit')}</Button>}
        </div>
      )}
      {value !== null && editing && (
        <PriceEditor
          table={value}
          onClose={() => setEditing(false)}
          onSaved={() => {
            prices.again();
            onSaved();
            setEditing(false);
          }}
        />
      )}
    </Section>
  );
}
