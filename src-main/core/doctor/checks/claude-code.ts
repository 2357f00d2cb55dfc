import { type Check, type DoctorSay, fine, skipped, type Verdict, warning } from '../check.ts';

/** The oldest version that is tried against every release of Rota. */
const OLDEST_TESTED = '2.1.197';

export function claudeCodeCheck(version: () => Promise<string | null>): Check {
  return {
    id: 'claude-code',
    checked: (say) => say('claude.checked'),
    look: async (say) => judgeClaudeCode(await version(), say),
  };
}

export function judgeClaudeCode(version: string | null, say: DoctorSay): Verdict {
  if (version === null) return skipped(say('claude.none'));
  return isOlder(version, OLDEST_TESTED)
    ? warning(say('claude.older', { version, tested: OLDEST_TESTED }), say('claude.remedyOlder'))
    : fine(say('claude.fine', { version }));
}

function isOlder(version: string, than: string): boolean {
  const parts = (text: string) => text.split('.').map(Number);
  const [a, b] = [parts(version), parts(than)];
  const difference = a.map((part, index) => part - (b[index] ?? 0)).find((part) => part !== 0);
  return difference !== undefined && difference < 0;
}
