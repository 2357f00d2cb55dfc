import { describe, expect, it } from 'vitest';
import { createAmountText } from '../../../src-renderer/language/amount-text.ts';

const en = createAmountText('en');
const zh = createAmountText('zh-CN');

describe('amounts', () => {
  it('are short where there is little room, and whole below a thousand', () => {
    expect([0, 999, 12_480, 1_240_000].map(en.short)).toEqual(['0', '999', '12.5K', '1.24M']);
    expect([999, 12_480, 1_240_000].map(zh.short)).toEqual(['999', '1.25万', '124万']);
  });

  it('of money are exact where they are small', () => {
    expect([0, 0.0123, 12.5].map(en.dollars)).toEqual(['$0.00', '$0.0123', '$12.50']);
  });

  it('of time are told by how long it took', () => {
    expect([0, 0.4, 640, 999.4, 4_210, 61_000, 3_605_000].map(en.took)).toEqual([
      '0 ms',
      '< 1 ms',
      '640 ms',
      '999 ms',
      '4.2 s',
      '1 min 01 s',
      '60 min 05 s',
    ]);
    expect(zh.took(61_000)).toBe('1 分 01 秒');
  });
});
