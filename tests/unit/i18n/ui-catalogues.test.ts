import { createIntl } from 'react-intl';
import { describe, expect, it } from 'vitest';
import { reasonWordsEn } from '../../../src-shared/i18n/reason-words-en.ts';
import { reasonWordsZhCn } from '../../../src-shared/i18n/reason-words-zh-cn.ts';
import { uiEn } from '../../../src-shared/i18n/ui-en.ts';
import { uiZhCn } from '../../../src-shared/i18n/ui-zh-cn.ts';

type Catalogue = Readonly<Record<string, string>>;

const PAIRS: readonly (readonly [name: string, english: Catalogue, chinese: Catalogue])[] = [
  ['the page', uiEn, uiZhCn],
  ['the routing reasons', reasonWordsEn, reasonWordsZhCn],
];

/** The names of the places in an ICU message; the texts of a plural's branches are no names. */
const placesOf = (message: string): string[] =>
  [...new Set([...message.matchAll(/\{(\w+)(?=[,}])/g)].map(([, name]) => name ?? ''))].sort();

describe.each(PAIRS)('the catalogues of %s', (_name, english, chinese) => {
  it('have the same messages in both languages', () => {
    expect(Object.keys(chinese)).toEqual(Object.keys(english));
  });

  it('have the same places in every message', () => {
    const places = (catalogue: Catalogue) =>
      Object.entries(catalogue).map(([id, message]) => [id, placesOf(message)]);
    expect(places(chinese)).toEqual(places(english));
  });

  it('leave no message empty and none with stray blanks', () => {
    for (const message of [...Object.values(english), ...Object.values(chinese)]) {
      expect(message).not.toBe('');
      expect(message.trim()).toBe(message);
    }
  });

  it('neither shout nor excuse themselves nor speak jargon', () => {
    for (const message of [...Object.values(english), ...Object.values(chinese)]) {
      expect(message).not.toMatch(/[!！]/);
      expect(message).not.toMatch(/cooldown|oops|sorry/i);
    }
  });
});

describe('the parts of the page’s catalogue', () => {
  const parts = import.meta.glob<Record<string, Catalogue>>('../../../src-shared/i18n/ui-*-en.ts', {
    eager: true,
  });

  it('never use an id twice: the later one would silently win', () => {
    const own = Object.entries(parts)
      .filter(([file]) => !file.endsWith('/ui-pages-en.ts'))
      .flatMap(([, module]) => Object.values(module))
      .flatMap((catalogue) => Object.keys(catalogue));
    expect(own.length).toBeGreaterThan(100);
    expect(own.filter((id, index) => own.indexOf(id) !== index)).toEqual([]);
  });
});

describe('the messages of the page', () => {
  it.each([
    ['en', uiEn],
    ['zh-CN', uiZhCn],
  ] as const)('can all be read and filled in (%s)', (locale, messages) => {
    const problems: string[] = [];
    const intl = createIntl({ locale, messages, onError: (error) => problems.push(error.message) });
    for (const [id, message] of Object.entries(messages)) {
      const values = Object.fromEntries(placesOf(message).map((name) => [name, 2]));
      const text = intl.formatMessage({ id: id as keyof typeof uiEn }, values);
      expect(text, id).not.toMatch(/[{}]/);
    }
    expect(problems).toEqual([]);
  });

  it('count requests as the language does', () => {
    const intl = createIntl({ locale: 'en', messages: uiEn });
    const today = (count: number) =>
      intl.formatMessage({ id: 'usage.requests' }, { today: count, total: 12_480 });
    expect(today(0)).toBe('No requests today, 12,480 in all');
    expect(today(1)).toBe('1 request today, 12,480 in all');
    expect(today(312)).toBe('312 requests today, 12,480 in all');
  });
});
