import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quoted } from '../../../src-main/headless/commands/command-context.ts';
import { localeOfEnvironment } from '../../../src-main/headless/environment-locale.ts';
import { displayWidth, textTable } from '../../../src-main/headless/text-table.ts';

describe('a table', () => {
  const columns = [
    { title: '#', align: 'right' },
    { title: 'Account', flexible: true },
    { title: 'Note', flexible: true },
    { title: 'Today', align: 'right' },
  ] as const;

  it('lines up its columns', () => {
    const rows = [
      ['1', 'work', 'fine', '312'],
      ['10', 'home', '', '7'],
    ];
    expect(textTable(columns, rows, 80)).toBe(
      ' #  Account  Note  Today\n 1  work     fine    312\n10  home               7\n',
    );
  });

  it('counts Chinese characters as two columns', () => {
    const rows = [
      ['1', '工作账号', '好', '1'],
      ['2', 'ab', 'x', '2'],
    ];
    const lines = textTable(columns, rows, 80).trimEnd().split('\n');
    expect(new Set(lines.map(displayWidth)).size).toBe(1);
  });

  it('fits a 60-character email into 80 columns', () => {
    const email = `${'a'.repeat(48)}@example.com`;
    expect(email).toHaveLength(60);
    const table = textTable(columns, [['1', email, 'a long note about this account', '12345']], 80);
    for (const line of table.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(80);
    expect(table).toContain('…');
  });

  it('never grows wider than asked while its flexible columns can give', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '工', '·', 'é'), maxLength: 70 });
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { maxLength: 4 }), (pairs) => {
        const rows = pairs.map(([account, note]) => ['1', account, note, '9']);
        for (const line of textTable(columns, rows, 60).split('\n')) {
          expect(displayWidth(line)).toBeLessThanOrEqual(60);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('a word for the shell', () => {
  it.each([
    ['http://127.0.0.1:9090', 'http://127.0.0.1:9090'],
    ['/with blank', "'/with blank'"],
    ["it's", "'it'\\''s'"],
    ['$(rm)', "'$(rm)'"],
    ['', "''"],
  ])('%s is written %s', (text, word) => {
    expect(quoted(text)).toBe(word);
  });
});

describe('the language of a terminal', () => {
  it.each([
    [{}, 'en'],
    [{ LANG: 'zh_CN.UTF-8' }, 'zh-CN'],
    [{ LANG: 'zh_CN.UTF-8', LC_ALL: 'C' }, 'en'],
    [{ LANG: 'en_GB', LC_MESSAGES: 'zh_SG@x' }, 'zh-CN'],
    [{ LC_ALL: '', LANG: 'zh' }, 'zh-CN'],
    [{ LANG: 'zh_TW.UTF-8' }, 'en'],
    [{ LANG: 'de_DE.UTF-8' }, 'en'],
  ])('of %j is %s', (env, locale) => {
    expect(localeOfEnvironment(env)).toBe(locale);
  });
});
