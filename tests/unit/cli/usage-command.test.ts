import { describe, expect, it } from 'vitest';
import { run } from '../../../src-main/headless/cli.ts';
import { momentOf } from '../../../src-main/headless/commands/time-span.ts';
import { csv } from '../../../src-shared/lib/csv.ts';
import { testIo } from './test-io.ts';

const NOW = Date.UTC(2026, 10, 22, 12);

describe('a moment on the command line', () => {
  it.each([
    ['30m', NOW - 30 * 60_000],
    ['12h', NOW - 12 * 3_600_000],
    ['7d', NOW - 7 * 86_400_000],
    ['2w', NOW - 14 * 86_400_000],
    ['2026-11-01', new Date(2026, 10, 1).getTime()],
    ['2026-11-01T09:30:00Z', Date.UTC(2026, 10, 1, 9, 30)],
    ['2026-11-01 09:30', new Date(2026, 10, 1, 9, 30).getTime()],
    ['99999w', 0],
  ])('may be %s', (text, at) => {
    expect(momentOf(text, NOW)).toBe(at);
  });

  it.each(['', 'yesterday', '7', '7y', '-3d', '2026-02-30', '2026-13-01', '2026-11-01T25:00', '1.5h'])(
    'may not be “%s”',
    (text) => {
      expect(momentOf(text, NOW)).toBeNull();
    },
  );
});

describe('a table as CSV', () => {
  it('quotes what needs quotes, and keeps a spreadsheet from running a name as a formula', () => {
    expect(
      csv([
        ['plain', 'with, comma', 'with "quotes"', 'two\nlines'],
        [1, 0.5, null, '=HYPERLINK("http://x")'],
      ]),
    ).toBe('plain,"with, comma","with ""quotes""","two\nlines"\r\n1,0.5,,"\'=HYPERLINK(""http://x"")"\r\n');
  });
});

describe('wrong usage', () => {
  it.each([
    ['usage --by account,colour', '--by takes account, model, key, day, hour, not “colour”.'],
    ['usage --since yesterday', '--since must be like'],
    ['usage --since 1h --until 2h', '--until must be later than --since.'],
    ['usage --json --csv', 'Choose one of --json and --csv.'],
    ['requests -n 0', '--number must be a whole number from 1 to 500.'],
    ['logs -n many', '--number must be a whole number from 1 to 2000.'],
    ['logs --level loud', 'Allowed choices are trace, debug, info, warn, error'],
  ])('“rota %s” ends with 2 and one sentence', async (line, sentence) => {
    const { io, stdout, stderr } = testIo({ env: { ROTA_DATA_DIR: '/nonexistent' } });
    expect(await run(line.split(' '), io)).toBe(2);
    expect(stdout()).toBe('');
    expect(stderr()).toContain(sentence);
  });
});
