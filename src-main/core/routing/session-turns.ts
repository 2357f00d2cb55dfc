import { SessionMemory, sessionKey } from './session-memory.ts';

/**
 * Whose turn it is under round-robin: every new session takes the next number of its route and keeps it, so that
 * the requests with which a session begins at once go the same way.
 */
export class SessionTurns {
  readonly #next = new Map<string | null, number>();
  readonly #taken = new SessionMemory<number>();

  /** The session's number, taken now where it has none; a request without a session is one of its own. */
  take(pattern: string | null, sessionId: string | null, now: number): number {
    const turn = this.peek(pattern, sessionId, now);
    const next = this.#next.get(pattern) ?? 0;
    if (turn === next) this.#next.set(pattern, next + 1);
    if (sessionId !== null) this.#taken.set(sessionKey(sessionId, pattern), turn, now);
    return turn;
  }

  /** The number that the session has, or would get. */
  peek(pattern: string | null, sessionId: string | null, now: number): number {
    const taken = sessionId === null ? undefined : this.#taken.get(sessionKey(sessionId, pattern), now);
    return taken ?? this.#next.get(pattern) ?? 0;
  }
}
