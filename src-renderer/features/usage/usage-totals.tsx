import type { ProcedureOutput } from '../../../src-shared/contract/contract.ts';
import { useLanguage, useText } from '../../language/language.tsx';
import { tokensIn, type UsageSums } from './usage-series.ts';
import styles from './usage-totals.module.css';
import { useDayText } from './usage-words.ts';

/** The sums of the whole span at a glance, and what the estimate leaves out. */
export function UsageTotals({
  total,
  prices,
}: {
  readonly total: UsageSums;
  /** Null until it is known. */
  readonly prices: ProcedureOutput<'usage.prices'> | null;
}) {
  const t = useText();
  const { amount, percent } = useLanguage();
  const dayText = useDayText();
  const input = tokensIn(total);
  return (
    <div className={styles.totals}>
      <dl className={styles.numbers}>
        <Figure
          name={t('sum.requests')}
          value={amount.whole(total.requests)}
          note={t('sum.requestsSentence', { failed: total.failed, switched: total.failedOver })}
        />
        <Figure
          name={t('sum.tokensIn')}
          value={amount.short(input)}
          note={t('sum.tokensInSentence', {
            share: percent(input === 0 ? 0 : total.cacheReadInputTokens / input),
          })}
        />
        <Figure
          name={t('sum.tokensOut')}
          value={amount.short(total.outputTokens)}
          note={t('sum.incomplete', { count: total.incomplete })}
        />
        <Figure
          name={t('sum.cost')}
          value={amount.dollars(total.costUsd)}
          note={
            prices === null
              ? ''
              : t(prices.edited ? 'sum.costSentenceEdited' : 'sum.costSentence', {
                  date: dayText(prices.asOf),
                })
          }
        />
      </dl>
      <p className={styles.plainly}>
        {total.unpricedRequests > 0
          ? t('common.sentences', {
              first: t('sum.unpriced', { count: total.unpricedRequests }),
              second: t('sum.subscriptions'),
            })
          : t('sum.subscriptions')}
      </p>
    </div>
  );
}

function Figure({
  name,
  value,
  note,
}: {
  readonly name: string;
  readonly value: string;
  readonly note: string;
}) {
  return (
    <div className={styles.number}>
      <dt>{name}</dt>
      <dd className={styles.value}>{value}</dd>
      <dd className={styles.note}>{note}</dd>
    </div>
  );
}
