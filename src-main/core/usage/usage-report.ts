/**
 * Answers "how much was used": whole hours from the sums by the hour, older spans from those by the day, and the
 * two cut hours at the ends of a span from single requests, so that a sum is exact to the millisecond as long as
 * single requests are kept, and to the hour or day later.
 */
import { readMoment } from './history-facts.ts';
import { dayOf, hourOf, nextHourFrom } from './local-time.ts';
import type { PriceTable } from './price-table.ts';
import type { UsageKey } from './request-row.ts';
import type { SqlDatabase, SqlValue } from './sql-database.ts';
import { addSums, noUsage, SUM_COLUMNS, type UsageSums } from './usage-sums.ts';

export type UsageGroup = 'account' | 'model' | 'key' | 'day' | 'hour';

/** A span of time and by what its sums are told apart. Times are ms since the epoch; `until` is exclusive. */
export interface UsageQuery {
  readonly since: number;
  readonly until: number;
  readonly by: readonly UsageGroup[];
  /** Only this account. */
  readonly accountId?: string;
}

export interface UsageRow {
  /** Null where the rows are not told apart by it, or nothing is known. */
  readonly accountId: string | null;
  readonly model: string | null;
  readonly keyName: string | null;
  /** Begin of the local hour or day; null where the rows are not told apart by time. */
  readonly from: number | null;
  readonly sums: Readonly<UsageSums>;
  /** In US dollars, of the requests that the table prices. */
  readonly costUsd: number;
  /** Requests with tokens of models that the table does not price. */
  readonly unpricedRequests: number;
}

/** The rows of a report, those with the most tokens first, or in order of time where they are told apart by it. */
export function usageReport(
  database: SqlDatabase,
  query: UsageQuery,
  prices: PriceTable,
): readonly UsageRow[] {
  const rows = new Map<string, { -readonly [Key in keyof UsageRow]: UsageRow[Key] } & { sums: UsageSums }>();
  for (const part of partsOf(database, query)) {
    const row = rowOf(part, query.by);
    const name = JSON.stringify([row.accountId, row.model, row.keyName, row.from]);
    const known = rows.get(name) ?? { ...row, sums: noUsage(), costUsd: 0, unpricedRequests: 0 };
    rows.set(name, known);
    const cost = prices.costOf(part.model, part);
    addSums(known.sums, part);
    if (cost === null) known.unpricedRequests += part.metered;
    else known.costUsd += cost;
  }
  return [...rows.values()].sort(
    (a, b) => (a.from ?? 0) - (b.from ?? 0) || b.sums.requests - a.sums.requests,
  );
}

/** Sums of one account, model, key and, where it is asked for, hour or day. */
interface Part extends UsageKey, UsageSums {
  readonly start: number;
}

function rowOf(
  part: Part,
  by: readonly UsageGroup[],
): Omit<UsageRow, 'sums' | 'costUsd' | 'unpricedRequests'> {
  const named = (group: UsageGroup, value: string) => (by.includes(group) && value !== '' ? value : null);
  return {
    accountId: named('account', part.account_id),
    model: named('model', part.model),
    keyName: named('key', part.key_name),
    from: by.includes('hour') ? hourOf(part.start) : by.includes('day') ? dayOf(part.start) : null,
  };
}

/** The calendar ends a little later (ECMA-262, 21.4.1.1). */
const LATEST = 8e15;
const HALF_A_DAY_MS = 12 * 3_600_000;

type Table = 'requests' | 'hours' | 'days';

function* partsOf(database: SqlDatabase, query: UsageQuery): Generator<Part> {
  const span = slices(database, Math.min(query.since, LATEST), Math.min(query.until, LATEST));
  for (const { table, since, until } of span) {
    if (since < until) yield* sumUp(database, table, { ...query, since, until });
  }
}

/** Which table answers for which part of a span; together they cover it once. */
function slices(
  database: SqlDatabase,
  since: number,
  until: number,
): readonly { readonly table: Table; readonly since: number; readonly until: number }[] {
  const hoursFrom = readMoment(database, 'hours-from');
  const requestsFrom = readMoment(database, 'requests-from');
  // Where single requests are gone, the cut hour counts as a whole.
  const begin = Math.max(since, hoursFrom);
  const firstHour = begin >= requestsFrom ? nextHourFrom(begin) : hourOf(begin);
  const lastHour = hourOf(until) >= requestsFrom ? hourOf(until) : nextHourFrom(until);
  return [
    { table: 'days', since: dayOf(since), until: Math.min(until, hoursFrom) },
    { table: 'requests', since: begin, until: Math.min(firstHour, until) },
    { table: 'hours', since: firstHour, until: lastHour },
    { table: 'requests', since: Math.max(lastHour, firstHour, begin), until },
  ];
}

function sumUp(database: SqlDatabase, table: Table, query: UsageQuery): readonly Part[] {
  const { since, until, by, accountId } = query;
  const time = table === 'requests' ? 'started_at' : 'start';
  const byTime = by.includes('hour') || by.includes('day');
  const conditions = [`${time} >= ?`, `${time} < ?`];
  const values: SqlValue[] = [since, until];
  if (accountId !== undefined) {
    conditions.push('account_id = ?');
    values.push(accountId);
  }
  // Single requests lie within one hour, so any of their moments tells it.
  const start = !byTime ? '0' : table === 'requests' ? `min(${time})` : time;
  const groups = ['account_id', 'model', 'key_name', ...(byTime && table !== 'requests' ? [time] : [])];
  const sums = SUM_COLUMNS.map((column) => `sum(${column}) AS ${column}`).join(', ');
  const parts = database
    .prepare(
      `SELECT ${start} AS start, account_id, model, key_name, ${sums} FROM ${table}
       WHERE ${conditions.join(' AND ')} GROUP BY ${groups.join(', ')}`,
    )
    .all(...values) as Part[];
  if (table !== 'days' || !byTime) return parts;
  // A day that was counted in another time zone is the local day of its noon.
  return parts.map((part) => ({ ...part, start: dayOf(part.start + HALF_A_DAY_MS) }));
}
