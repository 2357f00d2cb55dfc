import { type BackoffPolicy, backoffDelayMs } from '../lib/backoff.ts';
import type { TokenSetRecord } from '../vault/vault-port.ts';

/** How long before its end a token is refreshed, in ms; the vendor's own client keeps the same margin. */
export const EXPIRY_MARGIN_MS = 5 * 60_000;

/** Shortest time between two refreshes that nobody asked for, in ms. */
const MIN_REFRESH_INTERVAL_MS = 30_000;

/** Pauses of 2.3 to 4.5 s, 14 to 27 s, 81 to 162 s, 8 to 16 min, then 30 to 60 min. */
const PAUSES: BackoffPolicy = { baseMs: 4_500, factor: 6, maxMs: 60 * 60_000, jitter: 0.5 };

/** Longest Retry-After that is obeyed, in ms: nobody means to lock an account out for days. */
const MAX_WAIT_MS = 24 * 60 * 60_000;

/** Most token requests of one account in a minute while the token endpoint is in trouble. */
const MAX_TRIES_PER_MINUTE = 6;
const MINUTE_MS = 60_000;

/** `due` = within the margin: still good, and a refresh should be on its way. */
export type TokenAge = 'fresh' | 'due' | 'expired';

/** Where a token set stands at `now` (ms since the epoch). */
export function tokenAge(record: TokenSetRecord, now: number): TokenAge {
  if (record.expiresAt !== null && record.expiresAt <= now) return 'expired';
  const dueAt = refreshDueAt(record);
  return dueAt !== null && dueAt <= now ? 'due' : 'fresh';
}

/** When a token set should be refreshed (ms since the epoch); null = never, it has no end or no refresh token. */
export function refreshDueAt(record: TokenSetRecord): number | null {
  if (record.expiresAt === null || record.refreshToken === null) return null;
  if (record.rotatedAt === record.signedInAt) return record.expiresAt - EXPIRY_MARGIN_MS;
  // Where even a refreshed token lives shorter than twice the margin, the margin would turn every look at it
  // into a refresh: such a provider is asked at half the life instead, and not more than twice a minute.
  const halfLifeMs = (record.expiresAt - record.rotatedAt) / 2;
  const dueAt = record.expiresAt - Math.min(EXPIRY_MARGIN_MS, halfLifeMs);
  return Math.max(dueAt, record.rotatedAt + MIN_REFRESH_INTERVAL_MS);
}

/** A row of failed token requests for one account; times are of the monotonic clock, in ms. */
export interface RefreshTrouble {
  /** Failures in a row. */
  readonly failures: number;
  /** When the latest requests failed, at most `MAX_TRIES_PER_MINUTE` of them. */
  readonly failedAt: readonly number[];
  /** No request of our own accord before this. */
  readonly pauseUntil: number;
  /** No request at all before this: the endpoint asked for the pause. */
  readonly askedToWaitUntil: number;
}

/** An account whose token requests have not failed. */
export const NO_TROUBLE: RefreshTrouble = { failures: 0, failedAt: [], pauseUntil: 0, askedToWaitUntil: 0 };

/** The trouble after one more failure; `fraction` in [0, 1) is the jitter, `retryAfterMs` what the endpoint asked for. */
export function afterFailure(
  trouble: RefreshTrouble,
  nowMs: number,
  fraction: number,
  retryAfterMs: number | null,
): RefreshTrouble {
  const failures = trouble.failures + 1;
  return {
    failures,
    failedAt: [...trouble.failedAt, nowMs].slice(-MAX_TRIES_PER_MINUTE),
    pauseUntil: nowMs + backoffDelayMs(PAUSES, failures, fraction),
    askedToWaitUntil: nowMs + Math.min(retryAfterMs ?? 0, MAX_WAIT_MS),
  };
}

/** The trouble without our own pause, and with short ones to come; the endpoint's wishes and the bound per minute stay. */
export function withoutPause(trouble: RefreshTrouble): RefreshTrouble {
  return { ...trouble, failures: 0, pauseUntil: 0 };
}

/** Who wants the refresh: a person's press of a button passes over our own pause, but not over the endpoint's. */
export type RefreshUrgency = 'routine' | 'by-hand';

/** How long the next token request must still wait, in ms; 0 = it may be sent. */
export function waitBeforeTryMs(trouble: RefreshTrouble, nowMs: number, urgency: RefreshUrgency): number {
  const oldest = trouble.failedAt.length < MAX_TRIES_PER_MINUTE ? undefined : trouble.failedAt[0];
  const freeAt = Math.max(
    trouble.askedToWaitUntil,
    urgency === 'routine' ? trouble.pauseUntil : 0,
    oldest === undefined ? 0 : oldest + MINUTE_MS,
  );
  return Math.max(0, freeAt - nowMs);
}
