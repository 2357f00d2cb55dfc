/** Hours and days of the machine's own time zone, in ms since the epoch. */

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** Begin of the local hour of `at`. By arithmetic: in the hour that a clock change repeats, the calendar is ambiguous. */
export function hourOf(at: number): number {
  const offsetMs = new Date(at).getTimezoneOffset() * MINUTE_MS;
  const local = at - offsetMs;
  return Math.floor(local / HOUR_MS) * HOUR_MS + offsetMs;
}

/** Local midnight before `at`. */
export function dayOf(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

/** Local midnight `days` days after (or before) that of `at`; not 24 hours each, because clocks change. */
export function dayAfter(at: number, days: number): number {
  const day = new Date(dayOf(at));
  return day.setDate(day.getDate() + days);
}

/** The local hour in which `at` is, or the next one where `at` is not its begin. */
export function nextHourFrom(at: number): number {
  const hour = hourOf(at);
  return hour === at ? at : hour + HOUR_MS;
}
