/** Lines of a routing plan, as the command line, the UI and the exhaustion answer show them. */
import type { PassedOver } from '../../../src-shared/model/request-facts.ts';
import type { ClosedReason, PlanEntry, RoutingReason } from '../../../src-shared/model/routing-reason.ts';
import type { BoundKey } from './bound-key.ts';
import type { Candidate, Choice } from './candidate.ts';
import { closedReason, isFull } from './eligibility.ts';
import type { PlanInput } from './plan-order.ts';

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

/** The lines of the candidates that would not be asked, in the user's order. */
export function passedOverEntries(input: PlanInput, key: BoundKey | null): PlanEntry[] {
  const { candidates, walledOff } = input.pool;
  const inOrder =
    walledOff.length === 0 ? candidates : [...candidates, ...walledOff].sort((a, b) => a.place - b.place);
  const entries: PlanEntry[] = [];
  for (const candidate of inOrder) {
    const barred = key !== null && !key.accountIds.has(candidate.account.id);
    const reason: ClosedReason | null = barred
      ? { kind: 'not-for-this-key', keyName: key.name }
      : shutReason(candidate, input);
    if (reason !== null) entries.push(passedOverEntry(candidate, reason));
  }
  return entries;
}

/**
 * The candidates that a request which tried `attempts` did without, for its facts. Where nobody is full and no
 * attempt closed its account, which is nearly always, it is one list for all requests and nothing is made.
 */
export function doneWithout(
  input: PlanInput,
  attempts: readonly { readonly accountId: string }[],
): readonly PassedOver[] {
  const { pool } = input;
  const { closed } = pool.standing(input.family, input.now);
  const wasTried = (id: string) => attempts.some(({ accountId }) => accountId === id);
  if (pool.isLimited) {
    return pool.candidates.flatMap((candidate) => {
      const accountId = candidate.account.id;
      const reason = wasTried(accountId) ? null : shutReason(candidate, input);
      return reason === null ? [] : [{ accountId, reason }];
    });
  }
  return closed.some(({ accountId }) => wasTried(accountId))
    ? closed.filter(({ accountId }) => !wasTried(accountId))
    : closed;
}

/** Why a candidate is not asked, by its standing or by the requests of the moment; null where it is. */
function shutReason({ account, family }: Candidate, input: PlanInput): ClosedReason | null {
  const closed = closedReason(account, family ?? input.family, input.now);
  if (closed !== null) return closed;
  const open = input.usage.openRequests(account.id);
  const limit = account.entry.maxConcurrentRequests;
  return limit !== null && isFull(account, open) ? { kind: 'at-capacity', open, limit } : null;
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
