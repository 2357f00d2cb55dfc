import { equalSecrets } from '../lib/equal-secrets.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import type { OAuthProviderSettings } from '../settings/settings.ts';
import type { AuthorizationAttempt } from './authorization-attempt.ts';
import { isOver, type LoginStatus, type LoginView } from './login-session.ts';
import { stateMismatch } from './oauth-failure.ts';

/** Most ended logins that are remembered, so that their answers are recognised when they come late. */
const MAX_ENDED_LOGINS = 50;

/** One login session; its owner, the coordinator, alone changes `attempt` and `status`. Times are ms since the epoch. */
export interface LoginSession {
  readonly loginId: string;
  readonly provider: OAuthProviderSettings;
  readonly askedFor: string | null;
  readonly startedAt: number;
  readonly expiresAt: number;
  readonly deadline: Disposable;
  readonly ended: PromiseWithResolvers<void>;
  attempt: AuthorizationAttempt;
  status: LoginStatus;
}

/** The login sessions of this run, oldest first. */
export class LoginBook {
  readonly #sessions = new Map<string, LoginSession>();

  add(session: LoginSession): void {
    this.#sessions.set(session.loginId, session);
  }

  all(): LoginSession[] {
    return [...this.#sessions.values()];
  }

  open(): LoginSession[] {
    return this.all().filter(({ status }) => status.kind === 'open');
  }

  byId(loginId: string): Result<LoginSession, 'login_unknown'> {
    const session = this.#sessions.get(loginId);
    return session === undefined
      ? fail('login_unknown', 'There is no such sign-in; it may be long over.')
      : ok(session);
  }

  /** The login that an answer without a login id belongs to: the one with its state, else the only open one. */
  byAnswer(
    state: string | null,
  ): Result<LoginSession, 'authorization_state_mismatch' | 'login_not_open' | 'login_ambiguous'> {
    const owner =
      state === null ? undefined : this.all().find(({ attempt }) => equalSecrets(attempt.state, state));
    if (owner !== undefined) return ok(owner);
    const [only, ...others] = this.open();
    if (only === undefined) return fail('login_not_open', 'No sign-in is open; start one first.');
    if (state !== null) return stateMismatch();
    return others.length === 0
      ? ok(only)
      : fail('login_ambiguous', 'Several sign-ins are open; say which one by its login_id.');
  }

  /** Drops the oldest of the ended sessions beyond the bound. */
  forgetOldest(): void {
    const ended = this.all().filter(({ status }) => isOver(status));
    for (const session of ended.slice(0, -MAX_ENDED_LOGINS)) this.#sessions.delete(session.loginId);
  }
}

/** What the outside sees of a session. */
export function viewOf(session: LoginSession): LoginView {
  return {
    loginId: session.loginId,
    oauthProvider: session.provider.name,
    askedFor: session.askedFor,
    way: session.attempt.way,
    authorizationUrl: session.attempt.authorizationUrl,
    instructions: session.attempt.capture.instructions,
    startedAt: session.startedAt,
    expiresAt: session.expiresAt,
    status: session.status,
  };
}
