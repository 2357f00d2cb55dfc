import type { Clock } from '../lib/clock.ts';
import type { LiveAccount } from './account/live-account.ts';
import type { QuotaReading } from './account/quota-windows.ts';
import type { Claim, Plan } from './account/simulated-account.ts';
import type { GrantBook } from './oauth/grant-book.ts';
import { type TokenResponse, tokenResponse } from './oauth/token-response.ts';

/** What a test or the demo can do to one simulated account from outside. */
export class AccountControl {
  readonly #account: LiveAccount;
  readonly #grants: GrantBook;
  readonly #clock: Clock;
  readonly #clientId: string;

  constructor(account: LiveAccount, grants: GrantBook, clock: Clock, clientId: string) {
    this.#account = account;
    this.#grants = grants;
    this.#clock = clock;
    this.#clientId = clientId;
  }

  get id(): string {
    return this.#account.id;
  }
  get email(): string {
    return this.#account.email;
  }
  get plan(): Plan {
    return this.#account.plan;
  }
  /** The API key or fixed bearer token it accepts; null when it only signs in. */
  get fixedCredential(): string | null {
    return this.#account.apiKey ?? this.#account.bearerToken;
  }

  /** The subscription limits as they stand now. */
  get quotas(): readonly QuotaReading[] {
    return this.#account.quotas.readings(this.#clock.now());
  }

  /** Sets the used share (0–1; 1 is spent) of a limit, and its next reset in ms since the epoch where given. */
  setUtilization(claim: Claim, utilization: number, resetsAt?: number): void {
    this.#account.quotas.set(this.#clock.now(), claim, utilization, resetsAt);
  }

  /** Tokens as after a sign-in, without a browser. */
  signIn(
    scopes: readonly string[] = ['user:profile', 'user:inference', 'user:sessions:claude_code'],
  ): TokenResponse {
    return tokenResponse(this.#grants.grant(this.#account, this.#clientId, scopes));
  }

  /** Ends every grant, as its owner does who signs out everywhere: 403 for access, `invalid_grant` for refresh. */
  revokeGrants(): void {
    this.#grants.revokeAll(this.#account);
  }

  /** Lets every access token run out now, earlier than its `expires_in` said. */
  expireAccessTokens(): void {
    this.#grants.expireAccessTokens(this.#account);
  }

  /** Refuses (or accepts again) the API key or setup token. */
  acceptFixedCredential(accepted: boolean): void {
    this.#account.fixedCredentialAccepted = accepted;
  }
}
