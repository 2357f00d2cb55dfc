import type { AttemptOutcome } from '../../../src-main/core/providers/attempt-outcome.ts';

export const HOUR = 3_600_000;
export const messages = { pathKind: 'messages', freshToken: false } as const;
export const ok: AttemptOutcome = { kind: 'succeeded', status: 200, windows: [] };
export const failed: AttemptOutcome = { kind: 'upstream-failed', cause: 'status', status: 500 };
export const refused: AttemptOutcome = { kind: 'unauthorized', status: 401 };
export const spent = (resetsAt: number, family?: string): AttemptOutcome => ({
  kind: 'quota-rejected',
  claim: family ? `seven_day_${family}` : 'five_hour',
  scope: family ? { kind: 'model-family', family } : { kind: 'account' },
  resetsAt,
  windows: [],
});
