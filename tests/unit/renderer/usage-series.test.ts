import { describe, expect, it } from 'vitest';
import { usageCsv } from '../../../src-renderer/features/usage/csv.ts';
import { emptyLine, linesOf, pricesOf } from '../../../src-renderer/features/usage/price-lines.ts';
import { beginOf, bucketsOf } from '../../../src-renderer/features/usage/span.ts';
import {
  amountOf,
  atMost,
  groupsOf,
  momentsOf,
  plus,
  type UsageRow,
} from '../../../src-renderer/features/usage/usage-series.ts';

const HOUR_MS = 3_600_000;

const row = (model: string | null, from: number, changes: Partial<UsageRow> = {}): UsageRow => ({
  accountId: null,
  account: null,
  model,
  keyName: null,
  from,
  requests: 1,
  failed: 0,
  failedOver: 0,
  incomplete: 0,
  inputTokens: 10,
  outputTokens: 5,
  cacheReadInputTokens: 100,
  cacheCreationInputTokens: 20,
  costUsd: 0.5,
  unpricedRequests: 0,
  ...changes,
});

describe('groups of usage', () => {
  const rows = [
    row('haiku', 0),
    row('opus', 0, { inputTokens: 5_000 }),
    row('haiku', 1),
    row('haiku', 1, { requests: 7 }),
    row(null, 1, { costUsd: 9 }),
  ];

  it('hold every row once, in all and for each moment', () => {
    const groups = groupsOf(rows, 'model', 'requests');
    const all = rows.reduce((sum, each) => sum + each.requests, 0);
    expect(groups.reduce((sum, { sums }) => sum + sums.requests, 0)).toBe(all);
    const haiku = groups.find(({ id }) => id === 'haiku');
    expect(haiku?.byTime.get(0)?.requests).toBe(1);
    expect(haiku?.byTime.get(1)?.requests).toBe(8);
  });

  it('stand by the metric, and those without a name are kept', () => {
    const order = (metric: 'tokens' | 'requests' | 'cost') =>
      groupsOf(rows, 'model', metric).map(({ name }) => name);
    expect(order('tokens')).toEqual(['opus', 'haiku', null]);
    expect(order('requests')).toEqual(['haiku', 'opus', null]);
    expect(order('cost')).toEqual([null, 'haiku', 'opus']);
  });

  it('that do not fit are put together without losing anything', () => {
    const groups = groupsOf(rows, 'model', 'tokens');
    const two = atMost(groups, 2);
    expect(two.map(({ id }) => id)).toEqual(['opus', 'others']);
    const tokens = (given: typeof groups) =>
      given.reduce((sum, { sums }) => sum + amountOf(sums, 'tokens'), 0);
    expect(tokens(two)).toBe(tokens(groups));
    expect(two[1]?.byTime.get(1)?.requests).toBe(9);
    expect(atMost(groups, 3)).toBe(groups);
  });

  it('sum up field by field', () => {
    expect(plus(row('a', 0, { failed: 2 }), row('b', 1, { failed: 3 }))).toMatchObject({
      failed: 5,
      requests: 2,
      cacheReadInputTokens: 200,
    });
  });
});

describe('the moments of the chart', () => {
  const grid = [0, 1, 2];

  it('are all of the grid, those without use included', () => {
    expect(momentsOf([row('a', 1)], grid)).toBe(grid);
  });

  it('are those of the rows where the core lives in another time zone', () => {
    expect(momentsOf([row('a', 1.5), row('b', 0.5), row('a', 1.5)], grid)).toEqual([0.5, 1.5]);
  });
});

describe('a span of days', () => {
  const noon = new Date(2026, 10, 26, 12).getTime();

  it('begins at local midnight and ends today', () => {
    const begin = new Date(beginOf('week', noon));
    expect([begin.getMonth(), begin.getDate(), begin.getHours()]).toEqual([10, 20, 0]);
    expect(bucketsOf('day', begin.getTime(), noon)).toHaveLength(7);
  });

  it('counts days on the calendar, whatever the clocks do between them', () => {
    const begin = beginOf('quarter', noon);
    const days = bucketsOf('day', begin, noon);
    expect(days).toHaveLength(90);
    expect(days.every((day) => new Date(day).getHours() === 0)).toBe(true);
  });

  it('of one day is cut into the hours that have begun', () => {
    const begin = beginOf('today', noon);
    expect(bucketsOf('hour', begin, begin + 90 * 60_000)).toEqual([begin, begin + HOUR_MS]);
  });
});

describe('the CSV', () => {
  const csv = (model: string) => usageCsv([row(model, 0)]).split('\r\n')[1] ?? '';

  it('has a line for each row, times in UTC, and ends with a line break', () => {
    expect(usageCsv([row('opus', 0), row('haiku', HOUR_MS)]).split('\r\n')).toHaveLength(4);
    expect(csv('opus')).toBe('1970-01-01T00:00:00.000Z,,,opus,,1,0,0,0,10,5,100,20,0.500000,0');
  });

  it('quotes what would break a line', () => {
    expect(csv('a,"b"\nc')).toContain('"a,""b""\nc"');
  });

  it('makes no formula of a model name that a client chose', () => {
    for (const name of ['=HYPERLINK("http://x")', '+1', '-1', '@sum'])
      expect(csv(name)).toContain(`'${name[0]}`);
  });
});

describe('the lines of the price table', () => {
  const price = {
    model: 'claude-*',
    inputUsd: 3,
    outputUsd: 15,
    cacheReadUsd: 0.3,
    cacheWrite5mUsd: 3.75,
    cacheWrite1hUsd: 6,
  };

  it('give back the table that they were made of', () => {
    expect(pricesOf(linesOf([price]))).toEqual([price]);
  });

  it('take a decimal comma, and nothing that is no number', () => {
    const typed = (inputUsd: string) => pricesOf(linesOf([price]).map((line) => ({ ...line, inputUsd })));
    expect(typed(' 2,5 ')?.[0]?.inputUsd).toBe(2.5);
    expect(typed('.5')?.[0]?.inputUsd).toBe(0.5);
    for (const wrong of ['', '-1', '1e3', 'free', '1.2.3', 'Infinity'])
      expect(typed(wrong), wrong).toBeNull();
  });

  it('are not complete while one is empty', () => {
    const lines = linesOf([price]);
    expect(pricesOf([...lines, emptyLine(lines)])).toBeNull();
  });

  it('never share an id', () => {
    const lines = linesOf([price, price]).slice(1);
    expect(emptyLine(lines).id).toBe(2);
  });
});
