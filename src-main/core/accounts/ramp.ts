/**
 * An account that has just reopened takes its share step by step: all that waited for it would otherwise jump on it
 * at once and spend or throttle it again. Only requests without a home there are held back, and only while others
 * can take them.
 */
import type { CooldownScope } from '../../../src-shared/model/routing-reason.ts';
import type { Reopening } from './account-health.ts';

/** How long an account ramps, in ms. */
export const RAMP_MS = 60_000;
/** After each of these, in ms, one more request may be in flight; it begins with one. */
export const RAMP_STEP_MS = 5_000;

/** True where a reopened account with `openRequests` in flight may take another one at `now`, in ms since the epoch. */
export function mayTakeMore(reopened: Reopening, openRequests: number, now: number): boolean {
  const steps = Math.floor(Math.max(0, now - reopened.since) / RAMP_STEP_MS);
  return openRequests <= steps;
}

/** The ramp of an account, or a model family of it, whose closing ended at `since`, in ms since the epoch. */
export function reopening(scope: CooldownScope, since: number): Reopening {
  return { scope, since, until: since + RAMP_MS };
}
