import { SessionMemory, sessionKey } from './session-memory.ts';

/**
 * Whose turn it is under round-robin: every new session takes the next number of its lane (a route, and for a
 * bound client key that key's part of it) and keeps it, so that the requests with which a session begins at once go the same way.
 */
export class SessionTurns {
  readonly #next = new Map<string | null, number>();
  readonly #taken = new SessionMemory<number>();

  /** The session's number, taken now where it has none; a request without a session is one of its own. */
  take(lane: string | null, sessionId: string | null, now: number): number {
    const turn = this.peek(lane, sessionId, now);
    const next = this.#next.get(lane) ?? 0;
    if (turn === next) this.#next.set(lane, next + 1);
    if (sessionId !== null) this.#taken.set(sessionKey(sessionId, lane), turn, now);
    return turn;
  }

  /** The number that the session has, or would get. */
  peek(lane: string | null, sessionId: string | null, now: number): number {
    const taken = sessionId === null ? undefined : this.#taken.get(sessionKey(sessionId, lane), now);
    return taken ?? this.#next.get(lane) ?? 0;
  }
}
