import type { ReactNode } from 'react';
import { useLanguage, useText } from '../../language/language.tsx';
import { type Grouping, tokensIn, type UsageGroup, type UsageSums } from './usage-series.ts';
import styles from './usage-table.module.css';
import { useGroupName } from './usage-words.ts';

/** Some groups under a heading of their own, e.g. those of one day. */
export interface UsagePart {
  readonly id: string | number;
  /** Null where the table has only one part. */
  readonly title: string | null;
  readonly groups: readonly Pick<UsageGroup, 'id' | 'name' | 'sums'>[];
}

interface UsageTableProps {
  readonly caption: string;
  readonly by: Grouping;
  readonly parts: readonly UsagePart[];
  /** Sums of everything, for the last line; null for none. */
  readonly total: UsageSums | null;
}

/** The numbers, for whoever cannot see the chart or wants them exactly. */
export function UsageTable({ caption, by, parts, total }: UsageTableProps) {
  const t = useText();
  const nameOf = useGroupName(by);
  return (
    <table className={styles.table}>
      <caption className="visually-hidden">{caption}</caption>
      <thead className={styles.heads}>
        <tr>
          <th scope="col">{t(`table.name.${by}`)}</th>
          <th scope="col">{t('table.requests')}</th>
          <th scope="col">{t('table.input')}</th>
          <th scope="col">{t('table.output')}</th>
          <th scope="col">{t('table.cacheRead')}</th>
          <th scope="col">{t('table.cacheWrite')}</th>
          <th scope="col">{t('table.cost')}</th>
        </tr>
      </thead>
      {parts.map((part) => (
        <tbody key={part.id}>
          {part.title !== null && (
            <tr className={styles.part}>
              <th scope="rowgroup" colSpan={7}>
                {part.title}
              </th>
            </tr>
          )}
          {part.groups.map((group) => (
            <Line key={group.id} name={nameOf(group)} sums={group.sums} />
          ))}
        </tbody>
      ))}
      {total !== null && (
        <tfoot className={styles.total}>
          <Line name={t('table.total')} sums={total} />
        </tfoot>
      )}
    </table>
  );
}

function Line({ name, sums }: { readonly name: string; readonly sums: UsageSums }) {
  const t = useText();
  const { amount } = useLanguage();
  const priced = sums.unpricedRequests === 0 || sums.costUsd > 0;
  return (
    <tr className={styles.line}>
      <th scope="row">{name}</th>
      <Cell label={t('table.requests')}>{amount.whole(sums.requests)}</Cell>
      <Tokens label={t('table.input')} count={sums.inputTokens} />
      <Tokens label={t('table.output')} count={sums.outputTokens} />
      <Tokens label={t('table.cacheRead')} count={sums.cacheReadInputTokens} />
      <Tokens label={t('table.cacheWrite')} count={sums.cacheCreationInputTokens} />
      <Cell label={t('table.cost')}>
        {priced || tokensIn(sums) + sums.outputTokens === 0
          ? amount.dollars(sums.costUsd)
          : t('table.unpriced')}
      </Cell>
    </tr>
  );
}

function Tokens({ label, count }: { readonly label: string; readonly count: number }) {
  const { amount } = useLanguage();
  return (
    <Cell label={label} title={amount.whole(count)}>
      {amount.short(count)}
    </Cell>
  );
}

/** A number; where the table is too narrow for columns its label stands over it. */
function Cell({
  label,
  title,
  children,
}: {
  readonly label: string;
  readonly title?: string;
  readonly children: ReactNode;
}) {
  return (
    <td data-label={label} title={title}>
      {children}
    </td>
  );
}
