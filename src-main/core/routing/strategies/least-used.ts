import type { QuotaWindow } from '../../../../src-shared/model/quota-window.ts';
import type { Candidate, Choice } from '../candidate.ts';
import type { StrategyContext } from './strategy.ts';

/**
 * The lowest utilization of the window that resets next; at a tie, the fewest requests in the last five hours,
 * then the user's order. An account without a known window counts as unused: it has to be asked once before its
 * answers can say more.
 */
export function* leastUsed(open: Iterable<Candidate>, { now, usage }: StrategyContext): Iterable<Choice> {
  const measured = Array.from(open, (candidate) => {
    const { id } = candidate.account;
    return {
      candidate,
      utilization: nearestUtilization(usage.windows(id), now),
      requestsLastFiveHours: usage.requestsLastFiveHours(id, now),
    };
  });
  measured.sort(
    (a, b) =>
      (a.utilization ?? 0) - (b.utilization ?? 0) || a.requestsLastFiveHours - b.requestsLastFiveHours,
  );
  for (const { candidate, utilization, requestsLastFiveHours } of measured) {
    const { account, model } = candidate;
    yield { account, model, reason: { kind: 'least-used', utilization, requestsLastFiveHours } };
  }
}

/** Windows of one model family (`7d_opus`) and the paid overage say nothing about the account as a whole. */
const PARTIAL_WINDOW = /^(?:\d+[hd]_|overage)/;

/** Utilization of the window that resets next, 0–1; a window whose reset has passed has begun anew and is not known yet. */
function nearestUtilization(windows: readonly QuotaWindow[], now: number): number | null {
  let nearest: QuotaWindow | null = null;
  for (const window of windows) {
    if (window.utilization === null || PARTIAL_WINDOW.test(window.name)) continue;
    if (window.resetsAt !== null && window.resetsAt <= now) continue;
    if (nearest === null || resetOf(window) < resetOf(nearest)) nearest = window;
  }
  return nearest?.utilization ?? null;
}

function resetOf(window: QuotaWindow): number {
  return window.resetsAt ?? Number.POSITIVE_INFINITY;
}
