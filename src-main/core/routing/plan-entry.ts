/** Lines of a routing plan, as the command line, the UI and the exhaustion answer show them. */
import type { ClosedReason, PlanEntry, RoutingReason } from '../../../src-shared/model/routing-reason.ts';
import type { Candidate, CandidatePool, Choice } from './candidate.ts';
import { closedReason } from './eligibility.ts';

/** The line of a candidate that would be asked. */
export function askedEntry({ account, model, reason }: Choice, verdict: 'chosen' | 'next'): PlanEntry {
  return {
    accountId: account.id,
    accountName: account.name,
    provider: account.entry.name,
    model,
    verdict,
    reason,
    changesAt: endOf(reason),
  };
}

/** The lines of the candidates that are closed at `now` (ms since the epoch), in the user's order. */
export function passedOverEntries(pool: CandidatePool, family: string | null, now: number): PlanEntry[] {
  const entries: PlanEntry[] = [];
  for (const candidate of pool.candidates) {
    const reason = closedReason(candidate.account, candidate.family ?? family, now);
    if (reason !== null) entries.push(passedOverEntry(candidate, reason));
  }
  return entries;
}

function passedOverEntry({ account, model }: Candidate, reason: ClosedReason): PlanEntry {
  return {
    accountId: account.id,
    accountName: account.name,
    provider: account.entry.name,
    model,
    verdict: 'passed-over',
    reason,
    changesAt: endOf(reason),
  };
}

function endOf(reason: RoutingReason): number | null {
  return 'until' in reason ? reason.until : null;
}
