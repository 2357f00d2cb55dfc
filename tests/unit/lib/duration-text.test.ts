import { describe, expect, it } from 'vitest';
import { createTimeText } from '../../../src-shared/lib/duration-text.ts';

/** Thursday 26 November 2026, 15:18 UTC. */
const NOW = Date.UTC(2026, 10, 26, 15, 18);
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const english = createTimeText('en', 'UTC');
const chinese = createTimeText('zh-CN', 'UTC');

describe('a length of time', () => {
  it.each([
    [-1, 'under a minute', '不到 1 分钟'],
    [59_999, 'under a minute', '不到 1 分钟'],
    [MINUTE_MS, '1 min', '1 分钟'],
    [22 * MINUTE_MS + 59_999, '22 min', '22 分钟'],
    [HOUR_MS - 1, '59 min', '59 分钟'],
    [HOUR_MS, '1 h', '1 小时'],
    [5 * HOUR_MS + 12 * MINUTE_MS, '5 h 12 min', '5 小时 12 分钟'],
    [47 * HOUR_MS + 59 * MINUTE_MS, '47 h 59 min', '47 小时 59 分钟'],
    [2 * DAY_MS, '2 days', '2 天'],
    [12.9 * DAY_MS, '12 days', '12 天'],
  ])('of %d ms is "%s"', (ms, en, zh) => {
    expect(english.duration(ms)).toBe(en);
    expect(chinese.duration(ms)).toBe(zh);
  });
});

describe('how long until a moment', () => {
  it('is a duration under two days, then the weekday, then the date', () => {
    expect(english.until(NOW + 22 * MINUTE_MS, NOW)).toBe('22 min');
    expect(english.until(NOW + 2 * DAY_MS - 1, NOW)).toBe('47 h 59 min');
    expect(english.until(NOW + 2 * DAY_MS, NOW)).toBe('Sat');
    expect(english.until(NOW + 6 * DAY_MS, NOW)).toBe('Dec 2');
    expect(english.until(NOW + 400 * DAY_MS, NOW)).toBe('Dec 31, 2027');
  });

  it('that is past is no time at all', () => {
    expect(english.until(NOW - HOUR_MS, NOW)).toBe('under a minute');
  });
});

describe('a moment', () => {
  it('is the time within a day, with its weekday within a week, else the date', () => {
    expect(english.moment(NOW + 82 * MINUTE_MS, NOW)).toBe('16:40');
    expect(english.moment(NOW + 12 * HOUR_MS, NOW)).toBe('03:18');
    expect(english.moment(NOW + 2 * DAY_MS, NOW)).toBe('Sat 15:18');
    expect(english.moment(NOW + 8 * DAY_MS, NOW)).toBe('Dec 4');
    expect(chinese.moment(NOW + 2 * DAY_MS, NOW)).toBe('周六 15:18');
  });

  it('in brief leaves the time out once it is more than a day away', () => {
    expect(english.brief(NOW + 82 * MINUTE_MS, NOW)).toBe('16:40');
    expect(english.brief(NOW + 5 * DAY_MS, NOW)).toBe('Tue');
  });

  it('is shown in the time zone of the person', () => {
    expect(createTimeText('en', 'Asia/Shanghai').moment(NOW, NOW)).toBe('23:18');
  });

  it('has its full date for whoever points at it', () => {
    expect(english.absolute(NOW)).toMatch(/^Thursday, November 26, 2026 at 15:18:00 UTC$/);
  });
});

describe('how long ago something was', () => {
  it('is told as a duration, then as a day', () => {
    expect(english.ago(NOW - 30_000, NOW)).toBe('just now');
    expect(english.ago(NOW - 2 * MINUTE_MS, NOW)).toBe('2 min ago');
    expect(chinese.ago(NOW - 2 * MINUTE_MS, NOW)).toBe('2 分钟前');
    expect(english.ago(NOW - 3 * DAY_MS, NOW)).toBe('Mon');
  });
});
