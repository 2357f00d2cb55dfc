import type { AccountSnapshot } from '../../../src-shared/model/account.ts';
import type { Notification } from './notification.ts';
import { named, type Observation, wantedAccounts } from './observation.ts';

export interface RestingMemory {
  /** Whether nobody could serve at the last look. */
  readonly resting: boolean;
  /** When it was told last, in ms since the epoch; null = never. */
  readonly toldAt: number | null;
}

/** An account that serves for a moment between two rests is not worth a second notification. */
const SILENT_AFTER_MS = 10 * 60_000;

/** Tells when nobody may serve any more and who is back first. */
export function allResting(
  observation: Observation,
  memory: RestingMemory,
): { readonly memory: RestingMemory; readonly notifications: readonly Notification[] } {
  const { now } = observation;
  const first = backFirst(wantedAccounts(observation), now);
  if (first === null) return { memory: { ...memory, resting: false }, notifications: [] };
  const sinceToldMs = memory.toldAt === null ? Number.POSITIVE_INFINITY : now - memory.toldAt;
  // A negative distance means that the clock was set back.
  const isRecent = sinceToldMs >= 0 && sinceToldMs < SILENT_AFTER_MS;
  if (memory.resting || isRecent) return { memory: { ...memory, resting: true }, notifications: [] };
  return {
    memory: { resting: true, toldAt: now },
    notifications: [{ kind: 'all-resting', account: named(first.account), nextAt: first.until }],
  };
}

/** Who may serve again first; null where somebody may now, or where time alone brings nobody back. */
function backFirst(
  accounts: readonly AccountSnapshot[],
  now: number,
): { readonly account: AccountSnapshot; readonly until: number } | null {
  let first: { account: AccountSnapshot; until: number } | null = null;
  for (const account of accounts) {
    const until = closedUntil(account, now);
    if (until === null) return null;
    if (until !== 'its-user-acts' && (first === null || until < first.until)) first = { account, until };
  }
  return first;
}

/** Until when an account is closed for all models; null where it is not. Deferred accounts serve when nobody else does. */
function closedUntil({ reason }: AccountSnapshot, now: number): number | 'its-user-acts' | null {
  switch (reason?.kind) {
    case 'needs-login':
      return 'its-user-acts';
    case 'cooling-down':
      return reason.scope.kind === 'account' && reason.until > now ? reason.until : null;
    case 'outside-hours':
      return reason.until > now ? reason.until : null;
    default:
      return null;
  }
}
