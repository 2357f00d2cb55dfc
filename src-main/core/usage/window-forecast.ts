import type { QuotaWindow } from '../../../src-shared/model/quota-window.ts';
import { windowSpan } from './window-span.ts';

/** Before this much of a window has passed, or been used, its pace says nothing. */
const MIN_ELAPSED_MS = 5 * 60_000;
const MIN_UTILIZATION = 0.01;

/**
 * When a window is full if it fills on at the pace since it began, in ms since the epoch; null where it lasts until
 * its reset, has begun anew since the reading, or tells too little. A full one answers with the time of its reading.
 */
export function fullAt(window: QuotaWindow, now: number): number | null {
  const { utilization, resetsAt, readAt } = window;
  const span = windowSpan(window.name);
  if (utilization === null || resetsAt === null || resetsAt <= now) return null;
  if (utilization >= 1) return readAt;
  if (span === null) return null;
  const elapsedMs = readAt - (resetsAt - span.lengthMs);
  if (elapsedMs < MIN_ELAPSED_MS || utilization < MIN_UTILIZATION) return null;
  const at = readAt + (elapsedMs / utilization) * (1 - utilization);
  return at < resetsAt ? Math.round(at) : null;
}
