import { describe, expect, it } from 'vitest';
import { windowText } from '../../../src-shared/i18n/window-text.ts';

describe('the name of a quota window', () => {
  it.each([
    ['5h', '5 h', '5-hour limit'],
    ['five_hour', '5 h', '5-hour limit'],
    ['7d', 'Week', 'weekly limit'],
    ['seven_day', 'Week', 'weekly limit'],
    ['7d_opus', 'Week · Opus', 'weekly Opus limit'],
    ['seven_day_sonnet', 'Week · Sonnet', 'weekly Sonnet limit'],
    ['30d', '30 days', '30-day limit'],
    ['1h', '1 h', '1-hour limit'],
    ['overage', 'Extra usage', 'extra usage limit'],
    ['input-tokens', 'Input tokens', 'input token limit'],
    ['something-new', 'something-new', 'limit “something-new”'],
  ])('%s is "%s" beside a bar and "%s" in a sentence', (name, label, limit) => {
    expect(windowText(name, 'en')).toEqual({ label, limit });
  });

  it('is said in Chinese as well', () => {
    expect(windowText('7d_opus', 'zh-CN')).toEqual({ label: '每周 · Opus', limit: '每周 Opus 额度' });
    expect(windowText('5h', 'zh-CN')).toEqual({ label: '5 小时', limit: '5 小时额度' });
  });
});
