import { isSameRun, type WindowReading } from './window-readings.ts';

/** Rises of a window without which its price in units cannot be told. */
const MIN_RISES = 3;

/**
 * How much of a window's use went through Rota, 0–1, or null where that cannot be told: the price of a unit is the
 * median over the window's rises, so that a rise which somebody else caused, for few units of ours, does not count.
 * Traffic of others that always runs beside ours cannot be told apart and counts as ours.
 *
 * `readings` are those of one account and window in order of time; the last one is the window now. Readings of the
 * run before it tell where the running total stood when it began.
 */
export function ownShare(readings: readonly WindowReading[]): number | null {
  const now = readings.at(-1);
  if (!now || now.utilization <= 0) return null;
  const run = readings.filter((reading) => isSameRun(reading.resetsAt, now.resetsAt));
  const before = readings.findLast((reading) => !isSameRun(reading.resetsAt, now.resetsAt));
  const unitsAtBegin = before?.ownUnits ?? run[0]!.ownUnits;
  const ownUnits = now.ownUnits - unitsAtBegin;
  if (ownUnits <= 0) return run.length > MIN_RISES ? 0 : null;

  const prices = risesOf(run)
    .filter((price) => Number.isFinite(price))
    .sort((a, b) => a - b);
  if (prices.length < MIN_RISES) return null;
  const price = prices[prices.length >> 1]!;
  return Math.min(1, (ownUnits * price) / now.utilization);
}

/** What each rise cost: utilization for a unit of ours, infinite where we had nothing to do with it. */
function risesOf(run: readonly WindowReading[]): number[] {
  return run.slice(1).flatMap((reading, index) => {
    const from = run[index]!;
    const rise = reading.utilization - from.utilization;
    return rise > 0 ? [rise / (reading.ownUnits - from.ownUnits)] : [];
  });
}
