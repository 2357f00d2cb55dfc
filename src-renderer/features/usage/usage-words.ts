import { useMemo } from 'react';
import { useLanguage, useText } from '../../language/language.tsx';
import type { Unit } from './span.ts';
import { type Grouping, type Metric, OTHERS, type UsageGroup } from './usage-series.ts';

/** Names groups; those without a name of their own get a word for what they are. */
export function useGroupName(by: Grouping): (group: Pick<UsageGroup, 'id' | 'name'>) => string {
  const t = useText();
  const unnamed = { account: 'table.noAccount', model: 'table.noModel', key: 'table.noKey' } as const;
  return ({ id, name }) => name ?? t(id === OTHERS ? 'chart.others' : unnamed[by]);
}

/** Writes a number of a metric in little room. */
export function useMetricText(metric: Metric): (value: number) => string {
  const { amount } = useLanguage();
  return (value) => (metric === 'cost' ? amount.dollars(value) : amount.short(value));
}

/** Writes the begin of an hour or a day (ms since the epoch); `short` is for an axis. */
export function useMomentText(unit: Unit, length: 'short' | 'long' = 'long'): (at: number) => string {
  const { locale } = useLanguage();
  return useMemo(() => {
    const day = { day: 'numeric', month: 'short' } as const;
    const format = new Intl.DateTimeFormat(
      locale,
      unit === 'hour'
        ? { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }
        : length === 'short'
          ? day
          : { ...day, weekday: 'short' },
    );
    return (at) => format.format(at);
  }, [locale, unit, length]);
}

/** Writes the day of a price table, which comes as a day or a moment (ISO 8601). */
export function useDayText(): (iso: string) => string {
  const { date } = useLanguage();
  return (iso) => {
    // A day alone would be read as midnight in UTC, which is the evening before in the west.
    const at = new Date(/^\d{4}-\d\d-\d\d$/.test(iso) ? `${iso}T00:00:00` : iso).getTime();
    return Number.isNaN(at) ? iso : date(at);
  };
}
