import { describe, expect, it } from 'vitest';
import { matchLocale } from '../../../src-shared/i18n/locale.ts';

describe('the language that is spoken', () => {
  it.each([
    [['zh-CN'], 'zh-CN'],
    [['zh'], 'zh-CN'],
    [['zh-Hans-SG'], 'zh-CN'],
    [['ZH-cn', 'en'], 'zh-CN'],
    [['en-GB', 'zh-CN'], 'en'],
    [['de', 'zh-CN', 'en'], 'zh-CN'],
    [['de', 'fr'], 'en'],
    [[], 'en'],
  ] as const)('for a person who reads %j is %s', (preferred, spoken) => {
    expect(matchLocale(preferred)).toBe(spoken);
  });

  it('does not take Traditional Chinese for Simplified', () => {
    expect(matchLocale(['zh-TW', 'en'])).toBe('en');
    expect(matchLocale(['zh-Hant-HK'])).toBe('en');
  });
});
