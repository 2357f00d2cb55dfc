/** A stretch of time that the page sums up, ending now. */
export type Span = 'today' | 'week' | 'month' | 'quarter';

/** The spans in the order in which they are offered. */
export const SPANS: readonly Span[] = ['today', 'week', 'month', 'quarter'];

const DAYS: Readonly<Record<Span, number>> = { today: 1, week: 7, month: 30, quarter: 90 };

/** Into what a span is cut. */
export type Unit = 'hour' | 'day';

/** Hours within a day, days within anything longer. */
export function unitOf(span: Span): Unit {
  return span === 'today' ? 'hour' : 'day';
}

/** When a span that ends now began: at local midnight. Times are ms since the epoch. */
export function beginOf(span: Span, now: number): number {
  const begin = new Date(now);
  begin.setHours(0, 0, 0, 0);
  begin.setDate(begin.getDate() - (DAYS[span] - 1));
  return begin.getTime();
}

/**
 * Begins of all hours or days from `since` until `until`, those without any use included. Days are counted on the
 * calendar, because not every one has 24 hours.
 */
export function bucketsOf(unit: Unit, since: number, until: number): readonly number[] {
  const buckets: number[] = [];
  const at = new Date(since);
  while (at.getTime() < until) {
    buckets.push(at.getTime());
    if (unit === 'day') at.setDate(at.getDate() + 1);
    else at.setTime(at.getTime() + 3_600_000);
  }
  return buckets;
}
