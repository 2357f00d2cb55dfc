import { expect, it } from 'vitest';
import { claudeCodeWordsEn } from '../../../src-shared/i18n/claude-code-words-en.ts';
import { claudeCodeWordsZhCn } from '../../../src-shared/i18n/claude-code-words-zh-cn.ts';
import { CLAUDE_CODE_LIMITS } from '../../../src-shared/model/claude-code-limits.ts';

it('every limit of Claude Code has its words in both languages, and every word a limit', () => {
  const ids = CLAUDE_CODE_LIMITS.map(({ id }) => `limit.${id}`).sort();
  for (const words of [claudeCodeWordsEn, claudeCodeWordsZhCn]) {
    expect(
      Object.keys(words)
        .filter((id) => id.startsWith('limit.'))
        .sort(),
    ).toEqual(ids);
    for (const { effect } of CLAUDE_CODE_LIMITS) expect(words).toHaveProperty([`effect.${effect}`]);
  }
  expect(Object.keys(claudeCodeWordsZhCn)).toEqual(Object.keys(claudeCodeWordsEn));
});
