/** How long to wait between tries: exponential, with a ceiling, and a random share so that many do not wake together. */
export interface BackoffPolicy {
  /** Longest wait before the second try, in ms. */
  readonly baseMs: number;
  /** What each further wait is multiplied by. */
  readonly factor: number;
  /** No wait is longer than this, in ms. */
  readonly maxMs: number;
  /** Share of the wait that is random, 0 (none) to 1 (all of it). Jitter only ever shortens. */
  readonly jitter: number;
}

/**
 * The wait in ms after `failures` failed tries in a row (1 or more); `fraction` is a random number in [0, 1).
 */
export function backoffDelayMs(policy: BackoffPolicy, failures: number, fraction: number): number {
  const full = Math.min(policy.maxMs, policy.baseMs * policy.factor ** (failures - 1));
  return full * (1 - policy.jitter * fraction);
}
