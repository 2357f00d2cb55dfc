import { createHash } from 'node:crypto';
import type { Clock } from '../../lib/clock.ts';
import { type Random, randomToken } from '../../lib/random.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import type { LiveAccount } from '../account/live-account.ts';

/** Rules of the token endpoint; all times in seconds. */
export interface GrantRules {
  readonly accessTokenLifeSeconds: number;
  readonly refreshTokenLifeSeconds: number;
  /** True: a refresh token that is used twice ends its whole grant (RFC 9700 section 4.14.2). */
  readonly reuseKillsFamily: boolean;
}

/** What an approved authorization request bound its code to. */
export interface Authorization {
  readonly account: LiveAccount;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly codeChallenge: string;
  readonly state: string;
  readonly scopes: readonly string[];
}

/** What the caller must bring to get tokens for a code. */
export interface CodeRedemption {
  readonly code: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly codeVerifier: string;
  /** Null when the caller sent none. */
  readonly state: string | null;
  /** A wished life in seconds, honoured for tokens that can do nothing but inference; null for the default. */
  readonly expiresInSeconds: number | null;
}

/** What the caller must bring to get new tokens. */
export interface RefreshRequest {
  readonly refreshToken: string;
  readonly clientId: string;
  /** Null: the scopes of the grant. */
  readonly scopes: readonly string[] | null;
}

/** Tokens of one grant. A setup token comes without a refresh token. */
export interface IssuedTokens {
  readonly account: LiveAccount;
  readonly accessToken: string;
  readonly refreshToken: string | null;
  readonly expiresInSeconds: number;
  readonly scopes: readonly string[];
}

/** Error codes of RFC 6749 section 5.2 that the token endpoint gives for a well-formed request. */
export type GrantFailure = 'invalid_grant' | 'invalid_scope';

/** What an access token is worth now. */
export type AccessTokenState =
  | { readonly state: 'valid'; readonly account: LiveAccount; readonly scopes: readonly string[] }
  | { readonly state: 'expired' | 'revoked'; readonly account: LiveAccount }
  | { readonly state: 'unknown' };

/** Life of an authorization code. RFC 6749 section 4.1.2 asks for at most ten minutes. */
const CODE_LIFE_MS = 10 * 60_000;
const SETUP_TOKEN_SCOPE = 'user:inference';

interface Grant {
  readonly account: LiveAccount;
  readonly clientId: string;
  readonly scopes: readonly string[];
  revoked: boolean;
}

interface Code extends Authorization {
  readonly expiresAt: number;
  /** The grant that came of it; a second use revokes that (RFC 6749 section 4.1.2). */
  grant: Grant | null;
}

interface AccessToken {
  readonly grant: Grant;
  readonly scopes: readonly string[];
  expiresAt: number;
}

interface RefreshToken {
  readonly grant: Grant;
  readonly expiresAt: number;
  spent: boolean;
}

/** All codes, grants and tokens of the authorization server; refresh tokens are single use and rotate. */
export class GrantBook {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #rules: GrantRules;
  readonly #codes = new Map<string, Code>();
  readonly #accessTokens = new Map<string, AccessToken>();
  readonly #refreshTokens = new Map<string, RefreshToken>();

  constructor(clock: Clock, random: Random, rules: GrantRules) {
    this.#clock = clock;
    this.#random = random;
    this.#rules = rules;
  }

  /** A code for an approved authorization request. */
  issueCode(authorization: Authorization): string {
    const code = randomToken(this.#random);
    this.#codes.set(code, { ...authorization, expiresAt: this.#clock.now() + CODE_LIFE_MS, grant: null });
    return code;
  }

  /** Tokens for a code, once. */
  redeem(redemption: CodeRedemption): Result<IssuedTokens, GrantFailure> {
    const code = this.#codes.get(redemption.code);
    if (!code) return fail('invalid_grant', 'Authorization code not found or invalid');
    if (code.grant) {
      code.grant.revoked = true;
      return fail('invalid_grant', 'Authorization code was already used');
    }
    if (this.#clock.now() >= code.expiresAt) return fail('invalid_grant', 'Authorization code expired');
    if (redemption.clientId !== code.clientId) {
      return fail('invalid_grant', 'Authorization code was issued to another client');
    }
    if (redemption.redirectUri !== code.redirectUri) {
      return fail('invalid_grant', 'redirect_uri does not match the authorization request');
    }
    if (redemption.state !== null && redemption.state !== code.state) {
      return fail('invalid_grant', 'state does not match the authorization request');
    }
    if (codeChallengeOf(redemption.codeVerifier) !== code.codeChallenge) {
      return fail('invalid_grant', 'code_verifier does not match the code_challenge');
    }
    code.grant = this.#newGrant(code.account, code.clientId, code.scopes);
    const inferenceOnly = code.scopes.every((scope) => scope === SETUP_TOKEN_SCOPE);
    return ok(
      redemption.expiresInSeconds !== null && inferenceOnly
        ? this.#issueAccess(code.grant, code.scopes, redemption.expiresInSeconds)
        : this.#issueBoth(code.grant, code.scopes),
    );
  }

  /** New tokens for a refresh token, which is spent by that. */
  refresh({ refreshToken, clientId, scopes }: RefreshRequest): Result<IssuedTokens, GrantFailure> {
    const token = this.#refreshTokens.get(refreshToken);
    if (!token || token.grant.revoked || token.grant.clientId !== clientId) {
      return fail('invalid_grant', 'Refresh token not found or invalid');
    }
    if (token.spent) {
      if (this.#rules.reuseKillsFamily) token.grant.revoked = true;
      return fail('invalid_grant', 'Refresh token not found or invalid');
    }
    if (this.#clock.now() >= token.expiresAt) return fail('invalid_grant', 'Refresh token expired');
    const wanted = scopes ?? token.grant.scopes;
    if (!wanted.every((scope) => token.grant.scopes.includes(scope))) {
      return fail('invalid_scope', 'The requested scope exceeds the scope of the grant');
    }
    token.spent = true;
    return ok(this.#issueBoth(token.grant, wanted));
  }

  /** Tokens of a new grant without any browser, as after a sign-in. */
  grant(account: LiveAccount, clientId: string, scopes: readonly string[]): IssuedTokens {
    return this.#issueBoth(this.#newGrant(account, clientId, scopes), scopes);
  }

  lookUp(accessToken: string): AccessTokenState {
    const token = this.#accessTokens.get(accessToken);
    if (!token) return { state: 'unknown' };
    const { account, revoked } = token.grant;
    if (revoked) return { state: 'revoked', account };
    if (this.#clock.now() >= token.expiresAt) return { state: 'expired', account };
    return { state: 'valid', account, scopes: token.scopes };
  }

  /** Whose code or refresh token this is, good or not; null when unknown. */
  holderOf(codeOrRefreshToken: string): LiveAccount | null {
    const code = this.#codes.get(codeOrRefreshToken);
    return code?.account ?? this.#refreshTokens.get(codeOrRefreshToken)?.grant.account ?? null;
  }

  /** Ends the grant of a token of either kind (RFC 7009); an unknown one is no error. */
  revoke(token: string): void {
    const known = this.#accessTokens.get(token) ?? this.#refreshTokens.get(token);
    if (known) known.grant.revoked = true;
  }

  /** Lets a refresh token be used once more. */
  unspend(refreshToken: string): void {
    const token = this.#refreshTokens.get(refreshToken);
    if (token) token.spent = false;
  }

  /** Ends every grant of an account, as when its owner signs out everywhere. */
  revokeAll(account: LiveAccount): void {
    for (const { grant } of [...this.#accessTokens.values(), ...this.#refreshTokens.values()]) {
      if (grant.account === account) grant.revoked = true;
    }
  }

  /** Lets every access token of an account run out now, whatever life it was given. */
  expireAccessTokens(account: LiveAccount): void {
    for (const token of this.#accessTokens.values()) {
      if (token.grant.account === account) token.expiresAt = Math.min(token.expiresAt, this.#clock.now());
    }
  }

  #newGrant(account: LiveAccount, clientId: string, scopes: readonly string[]): Grant {
    return { account, clientId, scopes, revoked: false };
  }

  #issueBoth(grant: Grant, scopes: readonly string[]): IssuedTokens {
    const refreshToken = `sk-ant-ort01-${randomToken(this.#random, 48)}`;
    const expiresAt = this.#clock.now() + this.#rules.refreshTokenLifeSeconds * 1000;
    this.#refreshTokens.set(refreshToken, { grant, expiresAt, spent: false });
    return { ...this.#issueAccess(grant, scopes, this.#rules.accessTokenLifeSeconds), refreshToken };
  }

  #issueAccess(grant: Grant, scopes: readonly string[], lifeSeconds: number): IssuedTokens {
    const accessToken = `sk-ant-oat01-${randomToken(this.#random, 48)}`;
    this.#accessTokens.set(accessToken, { grant, scopes, expiresAt: this.#clock.now() + lifeSeconds * 1000 });
    return { account: grant.account, accessToken, refreshToken: null, expiresInSeconds: lifeSeconds, scopes };
  }
}

/** The S256 challenge of a verifier (RFC 7636 section 4.6). */
export function codeChallengeOf(codeVerifier: string): string {
  return createHash('sha256').update(codeVerifier).digest('base64url');
}
