import { describe, expect, it } from 'vitest';
import { parseUsageAnswer } from '../../../src-main/core/usage-endpoint/usage-answer.ts';

const now = Date.UTC(2026, 10, 22, 12);
const at = (ms: number) => new Date(now + ms).toISOString();
const HOUR = 3_600_000;
const parse = (answer: unknown) => parseUsageAnswer(JSON.stringify(answer), now);
const window = (name: string, utilization: number | null, resetsAt: number | null) => ({
  name,
  utilization,
  resetsAt,
  status: null,
  source: 'usage-endpoint',
  readAt: now,
});

describe('the usage answer', () => {
  it('gives its windows under the names that headers use, as a share', () => {
    const answer = {
      five_hour: { utilization: 12.5, resets_at: at(HOUR) },
      seven_day: { utilization: 100, resets_at: '2026-11-24T12:00:00.123456+00:00' },
      seven_day_oauth_apps: { utilization: null, resets_at: null },
      seven_day_opus: { utilization: 0, resets_at: null },
      seven_day_sonnet: null,
      extra_usage: { is_enabled: true, monthly_limit: 5000, used_credits: 1200, utilization: 24 },
      limits: [],
    };
    expect(parse(answer)).toEqual([
      window('5h', 0.125, now + HOUR),
      window('7d', 1, Date.UTC(2026, 10, 24, 12, 0, 0, 123)),
      window('7d_opus', 0, null),
      window('overage', 0.24, null),
    ]);
  });

  it('keeps windows that nobody has heard of, from either place, and names none twice', () => {
    const answer = {
      five_hour: { utilization: 10, resets_at: null },
      iguana_necktie: { utilization: 5, resets_at: null },
      limits: [
        { kind: 'five_hour', percent: 99, resets_at: null },
        { kind: 'monthly_cowork', percent: 7, resets_at: at(HOUR) },
      ],
    };
    expect(parse(answer)?.map(({ name, utilization }) => [name, utilization])).toEqual([
      ['5h', 0.1],
      ['iguana_necktie', 0.05],
      ['monthly_cowork', 0.07],
    ]);
  });

  it.each<[string, unknown, number | null, number | null]>([
    ['more than all', { utilization: 130, resets_at: null }, 1, null],
    ['a reset that has passed', { utilization: 1, resets_at: at(-HOUR) }, 0.01, null],
    ['a reset absurdly far away', { utilization: 1, resets_at: '2999-01-01T00:00:00Z' }, 0.01, null],
    ['a share that is no number', { utilization: '40', resets_at: at(HOUR) }, null, now + HOUR],
    ['a negative share', { utilization: -4, resets_at: at(HOUR) }, null, now + HOUR],
    ['a reset that is no text', { utilization: 40, resets_at: 17 }, 0.4, null],
  ])('reads %s as far as it can', (_what, five_hour, utilization, resetsAt) => {
    expect(parse({ five_hour })).toEqual([window('5h', utilization, resetsAt)]);
  });

  it.each(['', '[]', 'null', '<html>', '"text"'])('is none: %j', (body) => {
    expect(parseUsageAnswer(body, now)).toBeNull();
  });

  it('takes neither texts as names nor names without end', () => {
    const strange = { 'a text of the upstream': { utilization: 1 }, __proto__x: 'y' };
    expect(parse(strange)).toEqual([]);
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`w${n}`, { utilization: n }]));
    expect(parse(many)).toHaveLength(32);
  });
});
