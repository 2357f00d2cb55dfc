import type { QuotaWindow } from '../../../src-shared/model/quota-window.ts';

/** Windows remembered per account; an upstream that invents names cannot fill the memory. */
const MAX_WINDOWS = 32;

/**
 * An account's windows after a further reading: the later one wins, window by window, and what it does not
 * mention stays. A reading that leaves the utilization out keeps the known one while that window still runs.
 * Returns `known` itself where `readings` brings nothing. `now` is ms since the epoch.
 */
export function mergeWindows(
  known: readonly QuotaWindow[],
  readings: readonly QuotaWindow[],
  now: number,
): readonly QuotaWindow[] {
  if (readings.length === 0) return known;
  const merged = known.slice();
  for (const reading of readings) {
    const index = merged.findIndex((window) => window.name === reading.name);
    if (index >= 0) merged[index] = laterOf(merged[index]!, reading, now);
    else if (merged.length < MAX_WINDOWS) merged.push(reading);
  }
  return merged;
}

/** A stream is scored at its end, so a reading may be minutes old; one from the future was read before the clock was set back. */
function laterOf(known: QuotaWindow, reading: QuotaWindow, now: number): QuotaWindow {
  if (reading.readAt < known.readAt && known.readAt <= now) return known;
  const stillRuns = known.resetsAt === null || known.resetsAt > reading.readAt;
  if (!stillRuns) return reading;
  return {
    ...reading,
    utilization: reading.utilization ?? known.utilization,
    resetsAt: reading.resetsAt ?? known.resetsAt,
  };
}
