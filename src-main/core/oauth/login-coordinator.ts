import type { EventBus } from '../events/event-bus.ts';
import type { Clock } from '../lib/clock.ts';
import type { Closer } from '../lib/closer.ts';
import { equalSecrets } from '../lib/equal-secrets.ts';
import { type Random, randomToken } from '../lib/random.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { withinTimeLimit } from '../lib/time-limit.ts';
import { type AttemptOrder, AuthorizationAttempts } from './authorization-attempt.ts';
import { authorizationErrorMessage } from './authorization-error.ts';
import { type AuthorizationAnswer, hostsOfProvider, parsePastedAnswer } from './authorization-response.ts';
import type { CaptureWay, CodeCapture, OpenCapture } from './code-capture.ts';
import { LoginBook, type LoginSession, viewOf } from './login-book.ts';
import { isOver, type LoginEvent, type LoginView, nextStatus } from './login-session.ts';
import { type LoginFailureCode, notOpenFailure, stateMismatch, termsNotAccepted } from './oauth-failure.ts';
import { chooseOAuthProvider } from './oauth-provider-choice.ts';
import { type SignedIn, type SignInPorts, signIn } from './sign-in.ts';
import { UsedCodes } from './used-codes.ts';

/** How long a login may take, in ms of the monotonic clock. */
export const LOGIN_LIFETIME_MS = 10 * 60_000;
/** Longest wait for an exchange under way when Rota is closed, in ms. */
const CLOSE_GRACE_MS = 10_000;
/** Most logins that are open at once. */
export const MAX_OPEN_LOGINS = 20;

export interface BeginLogin {
  /** Name of an OAuth provider, or of an entry that uses one; absent = the first OAuth provider. */
  readonly provider?: string | undefined;
  /** Who should sign in; the sign-in page fills it in. */
  readonly accountEmail?: string | undefined;
  /** Absent = loopback where the settings' redirect URI leads to this machine, else paste. */
  readonly capture?: CaptureWay | undefined;
}

export interface CompleteLogin {
  /** Absent = the login whose state the input carries, else the only one that is open. */
  readonly loginId?: string | undefined;
  /** A bare code, `code#state`, or the whole address that the sign-in ended on. */
  readonly input: string;
  /** Who should have signed in, where `begin` did not say. */
  readonly accountEmail?: string | undefined;
}

export interface LoginCoordinatorPorts extends Omit<SignInPorts, 'clock'> {
  /** The ways that this shell offers, at most one capture for each. */
  readonly captures: readonly CodeCapture[];
  readonly events: Pick<EventBus, 'emit'>;
  readonly clock: Clock;
  readonly random: Pick<Random, 'bytes' | 'fraction'>;
  termsAccepted(): boolean;
  /** Hears every change of a login's status or way. */
  onLoginChanged?(login: LoginView): void;
}

type LoginResult<T> = Result<T, LoginFailureCode>;

/**
 * Login sessions from the first click to the account: several at once, each used once, none older than ten
 * minutes. A code that was used, belongs to an ended login or carries a foreign state never reaches the
 * token endpoint. The failure codes are listed in `oauth-failure.ts`.
 */
export class LoginCoordinator implements Closer {
  readonly #ports: LoginCoordinatorPorts;
  readonly #attempts: AuthorizationAttempts;
  readonly #book = new LoginBook();
  readonly #usedCodes = new UsedCodes();
  /** What `close` waits for: captures that are closing and exchanges that are under way. */
  readonly #pending = new Set<Promise<unknown>>();
  #beginning = 0;
  #closed = false;

  constructor(ports: LoginCoordinatorPorts) {
    this.#ports = ports;
    this.#attempts = new AuthorizationAttempts(ports.captures, ports.random);
  }

  /** Opens a login session; the caller shows or opens its `authorizationUrl`. */
  async begin(request: BeginLogin): Promise<LoginResult<LoginView>> {
    const { clock, settings, random } = this.#ports;
    if (!this.#ports.termsAccepted()) return termsNotAccepted();
    const provider = chooseOAuthProvider(settings.current(), request.provider);
    if (provider === null) return fail('oauth_provider_unknown', 'The settings name no such OAuth provider.');
    if (this.#book.open().length + this.#beginning >= MAX_OPEN_LOGINS) {
      return fail(
        'too_many_logins',
        `${MAX_OPEN_LOGINS} sign-ins are open; finish or cancel one of them first.`,
      );
    }
    const loginId = randomToken(random, 16);
    const askedFor = request.accountEmail?.trim() || null;
    this.#beginning++;
    const attempt = await this.#attempts
      .start(this.#order(loginId, provider, askedFor), request.capture)
      .finally(() => this.#beginning--);
    if (!attempt.ok) return attempt;
    const startedAt = clock.now();
    const session: LoginSession = {
      loginId,
      provider,
      askedFor,
      startedAt,
      expiresAt: startedAt + LOGIN_LIFETIME_MS,
      deadline: clock.after(LOGIN_LIFETIME_MS, () => this.#advance(session, { kind: 'deadline-passed' })),
      ended: Promise.withResolvers(),
      attempt: attempt.value,
      status: { kind: 'open' },
    };
    this.#book.add(session);
    if (this.#closed) this.#advance(session, { kind: 'cancelled' });
    else this.#present(session);
    return ok(viewOf(session));
  }

  /**
   * Changes how an open login gets its code: a new authorization request with the redirect URI of the other
   * way, under the same login id and deadline. An answer to the earlier request no longer counts, since its
   * code could only be exchanged with the earlier redirect URI.
   */
  async switchCapture(loginId: string, way: CaptureWay): Promise<LoginResult<LoginView>> {
    const found = this.#book.byId(loginId);
    if (!found.ok) return found;
    const session = found.value;
    if (session.status.kind !== 'open') return notOpenFailure(session.status);
    const attempt = await this.#attempts.start(this.#order(loginId, session.provider, session.askedFor), way);
    if (!attempt.ok) return attempt;
    // It may have ended while the other capture was opening.
    if (session.status.kind !== 'open') {
      await attempt.value.capture.close();
      return notOpenFailure(session.status);
    }
    const earlier = session.attempt;
    session.attempt = attempt.value;
    this.#closeCapture(earlier.capture);
    this.#present(session);
    return ok(viewOf(session));
  }

  /** Takes what a person pasted, whatever way the login uses. A slip of the finger leaves the login open. */
  async complete(request: CompleteLogin): Promise<LoginResult<SignedIn>> {
    if (!this.#ports.termsAccepted()) return termsNotAccepted();
    const { oauthProviders } = this.#ports.settings.current();
    const answer = parsePastedAnswer(request.input, oauthProviders.flatMap(hostsOfProvider));
    if (!answer.ok) return answer;
    const session =
      request.loginId === undefined
        ? this.#book.byAnswer(answer.value.state)
        : this.#book.byId(request.loginId);
    if (!session.ok) return session;
    return this.#receive(session.value, answer.value, request.accountEmail?.trim() || null);
  }

  /** Ends an open login and resolves when its listener or window is closed. */
  async cancel(loginId: string): Promise<LoginResult<void>> {
    const found = this.#book.byId(loginId);
    if (!found.ok) return found;
    const session = found.value;
    if (session.status.kind !== 'open') return notOpenFailure(session.status);
    this.#advance(session, { kind: 'cancelled' });
    await session.attempt.capture.close();
    return ok(undefined);
  }

  /** The open logins and the latest ended ones, oldest first. */
  list(): readonly LoginView[] {
    return this.#book.all().map(viewOf);
  }

  /** Resolves with the login when it is over. */
  async settled(loginId: string): Promise<LoginResult<LoginView>> {
    const session = this.#book.byId(loginId);
    if (!session.ok) return session;
    await session.value.ended.promise;
    return ok(viewOf(session.value));
  }

  /** Cancels what is open and waits, within reason, for exchanges under way, whose tokens would otherwise be lost. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const session of this.#book.open()) this.#advance(session, { kind: 'cancelled' });
    await withinTimeLimit(this.#idle(), CLOSE_GRACE_MS, this.#ports.clock);
  }

  async #idle(): Promise<void> {
    while (this.#pending.size > 0) await Promise.allSettled(this.#pending);
  }

  #order(loginId: string, provider: LoginSession['provider'], askedFor: string | null): AttemptOrder {
    return {
      provider,
      loginHint: askedFor,
      onAnswer: (answer) => {
        const session = this.#book.byId(loginId);
        if (!session.ok || !this.#ports.termsAccepted()) return;
        this.#receive(session.value, answer, null).catch(() => {
          this.#ports.logger.error('A sign-in broke off', { provider: provider.name });
        });
      },
    };
  }

  async #receive(
    session: LoginSession,
    answer: AuthorizationAnswer,
    askedForLate: string | null,
  ): Promise<LoginResult<SignedIn>> {
    if (session.status.kind !== 'open') return notOpenFailure(session.status);
    const { attempt, provider } = session;
    if (answer.state !== null && !equalSecrets(answer.state, attempt.state)) return stateMismatch();
    if (answer.kind === 'refused') {
      if (answer.state === null) return stateMismatch();
      const refused = fail('authorization_refused', authorizationErrorMessage(answer.error));
      this.#advance(session, { kind: 'failed', failure: refused.error });
      return refused;
    }
    if (!this.#usedCodes.claim(answer.code)) {
      return fail('authorization_code_already_used', 'This code was used already; start a new sign-in.');
    }
    this.#advance(session, { kind: 'code-received' });
    const grant = {
      code: answer.code,
      redirectUri: attempt.capture.redirectUri,
      codeVerifier: attempt.pkce.verifier,
      state: attempt.state,
    };
    try {
      const work = signIn(this.#ports, provider, grant, session.askedFor ?? askedForLate);
      const result = await this.#track(work);
      this.#advance(
        session,
        result.ok ? { kind: 'signed-in', signedIn: result.value } : { kind: 'failed', failure: result.error },
      );
      return result;
    } catch (error) {
      const { error: failure } = fail('login_broke_off', 'The sign-in broke off by a fault inside Rota.');
      this.#advance(session, { kind: 'failed', failure });
      throw error;
    }
  }

  /** Moves a session on where the event has a place in its status, and tidies up what that leaves over. */
  #advance(session: LoginSession, event: LoginEvent): void {
    const next = nextStatus(session.status, event);
    if (next === null) return;
    session.status = next;
    this.#closeCapture(session.attempt.capture);
    if (isOver(next)) {
      session.deadline[Symbol.dispose]();
      session.ended.resolve();
      this.#book.forgetOldest();
    }
    if (next.kind === 'finished') {
      this.#ports.events.emit({ kind: 'login-finished', result: 'succeeded', code: null });
    } else if (next.kind === 'failed') {
      this.#ports.events.emit({ kind: 'login-finished', result: 'failed', code: next.failure.code });
    }
    this.#ports.onLoginChanged?.(viewOf(session));
  }

  #present(session: LoginSession): void {
    session.attempt.capture.present(session.attempt.authorizationUrl);
    this.#ports.onLoginChanged?.(viewOf(session));
  }

  #closeCapture(capture: OpenCapture): void {
    this.#track(capture.close()).catch(() => this.#ports.logger.warn('A code capture did not close'));
  }

  #track<T>(work: Promise<T>): Promise<T> {
    const tracked = work.finally(() => this.#pending.delete(tracked));
    this.#pending.add(tracked);
    return tracked;
  }
}
