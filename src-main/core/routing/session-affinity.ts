/**
 * Which account a session belongs to. The prompt cache lives per account, so a session moves only when its
 * account may not serve it: closed, ejected, or no candidate any more. A throttle of a few seconds, or as many
 * requests in flight as the user allows, is no reason.
 */
import type { CandidatePool } from './candidate-pool.ts';
import { SessionMemory, sessionKey } from './session-memory.ts';

/** An answer that a session got. */
export interface SessionAnswer {
  readonly sessionId: string;
  readonly accountId: string;
  /** The route of the request, and its candidates. */
  readonly pattern: string | null;
  readonly pool: CandidatePool;
  /** All accounts, among which the session as a whole has its home. */
  readonly everyPool: CandidatePool;
  /** Family of the request's model; null where it names none. */
  readonly family: string | null;
  /** ms since the epoch. */
  readonly now: number;
}

/**
 * Remembers a home per session and route, since a session that uses two models may need two, and one per session as
 * a whole, where the first request on another route or without a model goes.
 */
export class SessionAffinity {
  readonly #homes = new SessionMemory<string>();

  /** The account that has answered this session before, on this route if it has been used, or null. */
  accountOf(sessionId: string, pattern: string | null, now: number): string | null {
    const onRoute = pattern === null ? undefined : this.#homes.get(sessionKey(sessionId, pattern), now);
    return onRoute ?? this.#homes.get(sessionId, now) ?? null;
  }

  remember(answer: SessionAnswer): void {
    const { sessionId, pattern } = answer;
    this.#remember(sessionId, answer.everyPool, answer);
    if (pattern !== null) this.#remember(sessionKey(sessionId, pattern), answer.pool, answer);
  }

  #remember(key: string, pool: CandidatePool, { accountId, family, now }: SessionAnswer): void {
    const home = this.#homes.get(key, now);
    const stays = home !== undefined && home !== accountId && isHome(home, pool, family, now);
    this.#homes.set(key, stays ? home : accountId, now);
  }
}

function isHome(accountId: string, pool: CandidatePool, family: string | null, now: number): boolean {
  const candidate = pool.find(accountId);
  if (candidate === undefined) return false;
  const { open, deferred } = pool.standing(family, now);
  if (open.has(candidate)) return true;
  return deferred.some((one) => one.candidate === candidate && one.reason.kind === 'throttled');
}
