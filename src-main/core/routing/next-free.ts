import type { PlanEntry } from '../../../src-shared/model/routing-reason.ts';

/** Who of those passed over can serve again, and when. */
export interface NextFree {
  /** The earliest time at which somebody is free by itself, in ms since the epoch; null where no time is known. */
  readonly earliestAt: number | null;
  /** Those who wait for a time, the soonest first. */
  readonly waiting: readonly PlanEntry[];
  /** Those who wait for one of their requests to end. */
  readonly full: readonly PlanEntry[];
  /** Those who wait for their user. */
  readonly needAction: readonly PlanEntry[];
}

/** Sums up the passed-over lines of a plan for the answer that nobody can serve. */
export function nextFree(passedOver: readonly PlanEntry[]): NextFree {
  const waiting = passedOver
    .filter((entry) => entry.changesAt !== null)
    .sort((a, b) => (a.changesAt ?? 0) - (b.changesAt ?? 0));
  const timeless = passedOver.filter((entry) => entry.changesAt === null);
  return {
    earliestAt: waiting[0]?.changesAt ?? null,
    waiting,
    full: timeless.filter(({ reason }) => reason.kind === 'at-capacity'),
    needAction: timeless.filter(({ reason }) => reason.kind !== 'at-capacity'),
  };
}
