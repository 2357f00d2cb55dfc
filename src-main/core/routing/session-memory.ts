/** Longest that a silent session is remembered, in ms: the longest life of a prompt cache (`ttl: "1h"`). */
export const SESSION_IDLE_MS = 60 * 60_000;
/** Sessions remembered at once; the one that has been silent longest gives way. */
export const MAX_SESSIONS = 10_000;

/**
 * What is remembered per session: bounded in number and in time. Reading changes nothing, so that explaining a
 * plan leaves no trace.
 */
export class SessionMemory<T> {
  readonly #limit: number;
  /** In order of the last `set`, which is the order in which sessions are forgotten. */
  readonly #entries = new Map<string, { readonly value: T; readonly seenAt: number }>();

  constructor(limit = MAX_SESSIONS) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** The value of a session that was last seen within the idle time before `now` (ms since the epoch). */
  get(key: string, now: number): T | undefined {
    const entry = this.#entries.get(key);
    return entry !== undefined && now - entry.seenAt < SESSION_IDLE_MS ? entry.value : undefined;
  }

  /** Remembers `value` and that the session was seen at `now`. */
  set(key: string, value: T, now: number): void {
    this.#entries.delete(key);
    if (this.#entries.size >= this.#limit) {
      const [oldest] = this.#entries.keys();
      if (oldest !== undefined) this.#entries.delete(oldest);
    }
    this.#entries.set(key, { value, seenAt: now });
  }
}

/** A session on one route. Without a route it is the session as a whole. */
export function sessionKey(sessionId: string, pattern: string | null): string {
  return pattern === null ? sessionId : `${sessionId}\u0000${pattern}`;
}
