import { describe, expect, it } from 'vitest';
import { localeOfHeader } from '../../../src-shared/i18n/accept-language.ts';
import { commandWordsEn } from '../../../src-shared/i18n/command-words-en.ts';
import { commandWordsZhCn } from '../../../src-shared/i18n/command-words-zh-cn.ts';
import { managementWordsEn } from '../../../src-shared/i18n/management-words-en.ts';
import { managementWordsZhCn } from '../../../src-shared/i18n/management-words-zh-cn.ts';
import { createSay, fillIn } from '../../../src-shared/i18n/message.ts';
import { settingsWordsEn } from '../../../src-shared/i18n/settings-words-en.ts';
import { settingsWordsZhCn } from '../../../src-shared/i18n/settings-words-zh-cn.ts';

const placesOf = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort();

describe.each([
  ['the management API', managementWordsEn, managementWordsZhCn],
  ['the command line', commandWordsEn, commandWordsZhCn],
  ['refused settings', settingsWordsEn, settingsWordsZhCn],
] as const)('the Chinese of %s', (_name, en, zh) => {
  it('has the same places as the English', () => {
    // A reason that Chinese words by itself may leave a place of the English out.
    const leavesOut: Readonly<Record<string, readonly string[]>> = { 'input.form': ['{problem}'] };
    for (const [id, text] of Object.entries(en)) {
      const expected = placesOf(text).filter((place) => !leavesOut[id]?.includes(place));
      expect(placesOf(zh[id as keyof typeof zh]), id).toEqual(expected);
    }
  });
});

describe('a message', () => {
  it('gets its values', () => {
    const say = createSay<{ greeting: 'Hello {name}' }>({ greeting: '你好，{name}' });
    expect(say('greeting', { name: 'Ada' })).toBe('你好，Ada');
  });

  it('takes a value as it is, whatever signs are in it', () => {
    expect(fillIn('<{value}>', { value: '$& {value}' })).toBe('<$& {value}>');
  });

  it('keeps a place that has no value', () => {
    expect(fillIn('{a} {constructor}', { a: 1 })).toContain('1 ');
  });
});

describe('Accept-Language', () => {
  it.each([
    [null, 'en'],
    ['', 'en'],
    ['*', 'en'],
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh-CN'],
    ['en;q=0.5, zh-Hans', 'zh-CN'],
    ['zh;q=0, en', 'en'],
    ['de, zh;q=0.1', 'zh-CN'],
    ['zh-TW', 'en'],
    ['zh;q=abc, en;q=0.1', 'en'],
  ])('%s asks for %s', (header, locale) => {
    expect(localeOfHeader(header)).toBe(locale);
  });
});
