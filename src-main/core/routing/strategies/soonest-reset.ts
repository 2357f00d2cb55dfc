import type { QuotaWindow } from '../../../../src-shared/model/quota-window.ts';
import type { Candidate, Choice } from '../candidate.ts';
import type { StrategyContext } from './strategy.ts';

/** Weekly resets that lie this close together count as equal, in ms. */
const SAME_WEEKLY_RESET_MS = 60 * 60_000;

interface Measured {
  readonly candidate: Candidate;
  readonly weeklyResetsAt: number;
  readonly fiveHourResetsAt: number;
}

/**
 * Whose weekly window ends first, since what it has left is lost then; among weekly resets within one hour the
 * nearer five-hour reset, then the user's order. Unknown resets come last.
 */
export function* soonestReset(open: Iterable<Candidate>, { now, usage }: StrategyContext): Iterable<Choice> {
  const measured = Array.from(open, (candidate): Measured => {
    const windows = usage.windows(candidate.account.id);
    return {
      candidate,
      weeklyResetsAt: nextReset(windows, '7d', now),
      fiveHourResetsAt: nextReset(windows, '5h', now),
    };
  });
  measured.sort((a, b) => compare(a.weeklyResetsAt, b.weeklyResetsAt));
  for (const { candidate, weeklyResetsAt } of withinEqualWeeks(measured)) {
    const { account, model } = candidate;
    const resetsAt = Number.isFinite(weeklyResetsAt) ? weeklyResetsAt : null;
    yield { account, model, reason: { kind: 'soonest-reset', resetsAt } };
  }
}

/**
 * "Within one hour" is not transitive, so it cannot be a comparison: groups are cut from the sorted list instead,
 * each as long as its first member's hour.
 */
function* withinEqualWeeks(sorted: readonly Measured[]): Iterable<Measured> {
  for (let start = 0; start < sorted.length; ) {
    const first = sorted[start]!.weeklyResetsAt;
    let end = start + 1;
    while (end < sorted.length && isSameWeek(first, sorted[end]!.weeklyResetsAt)) end++;
    yield* sorted.slice(start, end).sort((a, b) => compare(a.fiveHourResetsAt, b.fiveHourResetsAt));
    start = end;
  }
}

function isSameWeek(a: number, b: number): boolean {
  return a === b || b - a <= SAME_WEEKLY_RESET_MS;
}

/** When the window called `name` resets; infinity where that is unknown or already over. */
function nextReset(windows: readonly QuotaWindow[], name: string, now: number): number {
  const resetsAt = windows.find((window) => window.name === name)?.resetsAt ?? null;
  return resetsAt !== null && resetsAt > now ? resetsAt : Number.POSITIVE_INFINITY;
}

/** Unlike a difference, defined for two infinities. */
function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
