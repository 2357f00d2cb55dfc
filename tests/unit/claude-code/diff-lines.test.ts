import { describe, expect, it } from 'vitest';
import { diffLines } from '../../../src-main/core/claude-code/diff-lines.ts';
import { maskedLine } from '../../../src-main/core/claude-code/masked-value.ts';
import { connect, KEEPING_SIGN_IN, KEY } from './connecting.ts';

const shown = (before: string, after: string) =>
  diffLines(before, after).map(({ kind, text }) => `${{ same: ' ', removed: '-', added: '+' }[kind]}${text}`);

describe('a change', () => {
  it('stands among a few lines of what stays', () => {
    const lines = Array.from({ length: 20 }, (_, n) => `  "line${n}": 1,`);
    const after = [...lines.slice(0, 10), '  "new": 1,', ...lines.slice(10)];
    expect(shown(lines.join('\n'), after.join('\n'))).toEqual([
      ' …',
      '   "line7": 1,',
      '   "line8": 1,',
      '   "line9": 1,',
      '+  "new": 1,',
      '   "line10": 1,',
      '   "line11": 1,',
      '   "line12": 1,',
      ' …',
    ]);
  });

  it('in a file of one long line shows our variables alone', () => {
    const before = JSON.stringify({
      env: { ANTHROPIC_AUTH_TOKEN: 'the-users-own-token-0123456789' },
      long: 'x'.repeat(5_000),
    });
    expect(shown(before, connect(before).settings.text)).toEqual([
      ' …',
      '+"ANTHROPIC_BASE_URL": "http://127.0.0.1:9090"',
      '-"ANTHROPIC_AUTH_TOKEN": "…6789"',
      `+"ANTHROPIC_AUTH_TOKEN": "…${KEY.slice(-4)}"`,
      ' …',
    ]);
  });

  it('of header lines shows their names, and no value', () => {
    const before = '{"env":{"ANTHROPIC_CUSTOM_HEADERS":"X-Auth: hidden-value-of-the-user\\nX-B: 2"}}';
    const text = shown(before, connect(before, KEEPING_SIGN_IN).settings.text).join('\n');
    expect(text).toContain(`X-Auth: …user\\nX-B: …\\nx-rota-key: …${KEY.slice(-4)}`);
    expect(text).not.toContain('hidden-value');
  });

  it('that is none has no lines', () => {
    expect(diffLines('{}', '{}')).toEqual([]);
  });
});

describe('a line', () => {
  it.each([
    ['"GITHUB_TOKEN": "ghp_0123456789abcdefghijklmnop"', '"GITHUB_TOKEN": "…mnop"'],
    ['{"my_password":"short","a":"b"}', '{"my_password":"…","a":"b"}'],
    ['"apiKeyHelper": "say \\"k\\""', '"apiKeyHelper": "…"'],
    ['"model": "opus", "timeout": 5', '"model": "opus", "timeout": 5'],
  ])('%s is shown as %s', (line, masked) => {
    expect(maskedLine(line)).toBe(masked);
  });
});
