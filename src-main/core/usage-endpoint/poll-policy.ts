/**
 * When an account's usage endpoint is asked. The headers of ordinary answers say the same for nothing, and the
 * endpoint refuses who asks often, so it is only for accounts that were idle while others worked: their windows are
 * then older than the decisions that are made with them.
 */
import { type BackoffPolicy, backoffDelayMs } from '../lib/backoff.ts';

/** Age of a reading from which another is worth a call, in ms. */
export const POLL_INTERVAL_MS = 30 * 60_000;
/** Share of the interval that chance adds, so that accounts do not ask together. */
const JITTER = 0.3;
/** Without a request through any account for this long nobody needs to choose, in ms. */
export const IN_USE_MS = 60 * 60_000;
/** An account of which nothing is known is asked within this time after the start, in ms. */
const FIRST_READING_WITHIN_MS = 60_000;
/** After refusals and failures in a row: half an hour, then doubling to six hours, a little less by chance. */
const BACKOFF: BackoffPolicy = { baseMs: POLL_INTERVAL_MS, factor: 2, maxMs: 6 * 60 * 60_000, jitter: 0.2 };

/** What decides whether an account is asked; times are ms since the epoch. */
export interface PollFacts {
  /** When its windows were last read, from whatever source; null where nothing is known. */
  readonly readAt: number | null;
  /** When a request last went through any account; null where none ever did. */
  readonly lastUseAt: number | null;
  /** False where nothing could come of it: switched off, not signed in, or resting until a known time. */
  readonly mayServe: boolean;
}

/** True where a reading is missing, or too old for the choices that are being made. */
export function wantsReading({ readAt, lastUseAt, mayServe }: PollFacts, now: number): boolean {
  if (!mayServe) return false;
  if (readAt === null) return true;
  const inUse = lastUseAt !== null && now - lastUseAt < IN_USE_MS;
  // A reading from the future was made before the clock was set back.
  return inUse && (now - readAt >= POLL_INTERVAL_MS || readAt > now);
}

/** The wait after a reading, in ms; `fraction` is a random number in [0, 1). */
export function afterReadingMs(fraction: number): number {
  return POLL_INTERVAL_MS * (1 + JITTER * fraction);
}

/** The wait after `failures` in a row, in ms, at least as long as the endpoint asked for. */
export function afterFailureMs(failures: number, retryAfterMs: number | null, fraction: number): number {
  return Math.max(backoffDelayMs(BACKOFF, failures, fraction), retryAfterMs ?? 0);
}

/** The wait before the first call for an account, in ms. */
export function firstPollMs(fraction: number): number {
  return FIRST_READING_WITHIN_MS * fraction;
}
