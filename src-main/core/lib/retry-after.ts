/** Longest wait that is believed, in ms: the longest quota window is a week, a day of slack added. */
export const MAX_RETRY_AFTER_MS = 8 * 24 * 60 * 60 * 1000;

/** RFC 9110 section 5.6.7: only IMF-fixdate is ever generated; the two obsolete forms are not worth the ambiguity. */
const IMF_FIXDATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * How long a `Retry-After` header (RFC 9110 section 10.2.3) asks to wait, in ms from `now` (ms since the
 * epoch): 0 for a date that has passed, at most `MAX_RETRY_AFTER_MS`, null where the value is absent, negative
 * or not understood. Fractions of a second are accepted, since some servers send them.
 */
export function parseRetryAfter(value: string | undefined, now: number): number | null {
  if (value === undefined) return null;
  const text = value.trim();
  if (/^\d+(?:\.\d+)?$/.test(text)) return clamp(Number(text) * 1000);
  if (!IMF_FIXDATE.test(text)) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : clamp(at - now);
}

function clamp(waitMs: number): number {
  return Math.round(Math.min(Math.max(0, waitMs), MAX_RETRY_AFTER_MS));
}
