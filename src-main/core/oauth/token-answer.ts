import type { AccountIdentity } from '../../../src-shared/model/account.ts';
import { parseRetryAfter } from '../lib/retry-after.ts';
import { asObject, type JsonObject, parseJsonObject, shortText } from './json-fields.ts';
import { OAUTH_ERROR_CODES, type OAuthErrorCode, type TokenFailure } from './token-failure.ts';

/** What a token endpoint granted. Times are ms since the epoch. */
export interface TokenGrant {
  readonly accessToken: string;
  /** null = the answer named none; at a refresh the old one stays good. */
  readonly refreshToken: string | null;
  /** null = no end is stated. */
  readonly expiresAt: number | null;
  readonly refreshTokenExpiresAt: number | null;
  /** null = as asked for (RFC 6749 section 5.1). */
  readonly scopes: readonly string[] | null;
  /** What the answer says about who signed in. */
  readonly identity: Pick<AccountIdentity, 'email' | 'accountUuid' | 'organizationUuid' | 'organizationName'>;
}

export type TokenResult =
  | { readonly ok: true; readonly value: TokenGrant }
  | { readonly ok: false; readonly error: TokenFailure };

export interface TokenAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Longest life that is believed, in s; a setup token has a year. Longer ones are cut to it. */
const MAX_LIFETIME_S = 400 * 24 * 60 * 60;

/** RFC 6750 section 2.1 in spirit: printable, no blanks; anything else could not stand in a header. */
const USABLE_TOKEN = /^[\x21-\x7e]{1,16384}$/;

/** Reads a token endpoint's answer; pure. `now` is ms since the epoch. */
export function parseTokenAnswer(answer: TokenAnswer, now: number): TokenResult {
  return answer.status >= 200 && answer.status < 300
    ? parseGrant(answer.body, now)
    : { ok: false, error: failureOf(answer, now) };
}

function parseGrant(body: string, now: number): TokenResult {
  const json = parseJsonObject(body);
  if (json === null) return unusable('not-json');
  const accessToken = usableToken(json.access_token);
  if (accessToken === null) return unusable('no-access-token');
  // RFC 6749 section 7.1: a token of an unknown type must not be used. Some endpoints leave the type out.
  const type = json.token_type;
  if (typeof type === 'string' && type.toLowerCase() !== 'bearer') return unusable('not-a-bearer-token');

  const account = asObject(json.account);
  const organization = asObject(json.organization);
  return {
    ok: true,
    value: {
      accessToken,
      refreshToken: usableToken(json.refresh_token),
      expiresAt: endOf(json.expires_in, now),
      refreshTokenExpiresAt: endOf(json.refresh_token_expires_in, now),
      scopes: scopesOf(json.scope),
      identity: {
        email: shortText(account?.email_address) ?? shortText(account?.email),
        accountUuid: shortText(account?.uuid),
        organizationUuid: shortText(organization?.uuid),
        organizationName: shortText(organization?.name),
      },
    },
  };
}

function failureOf(answer: TokenAnswer, now: number): TokenFailure {
  const { status } = answer;
  if (status === 429)
    return { kind: 'rate-limited', retryAfterMs: parseRetryAfter(answer.headers['retry-after'], now) };
  if (status >= 500) {
    return {
      kind: 'endpoint-failed',
      status,
      retryAfterMs: parseRetryAfter(answer.headers['retry-after'], now),
    };
  }
  if (status < 400) return { kind: 'redirected', status };
  const json = parseJsonObject(answer.body);
  if (json === null) return { kind: 'blocked', status };
  const error = errorCodeOf(json);
  return error === 'invalid_grant' && (status === 400 || status === 401)
    ? { kind: 'grant-invalid' }
    : { kind: 'refused', status, error };
}

/** The error code of RFC 6749 (`{"error": code}`) or of the vendor's envelope (`{"error": {"type": code}}`). */
function errorCodeOf(json: JsonObject): OAuthErrorCode {
  const text = asObject(json.error)?.type ?? json.error;
  return OAUTH_ERROR_CODES.find((code) => code === text) ?? 'other';
}

/**
 * When a life of `seconds` ends. A life that is not positive or not a number is not believed: it would make
 * every token expired on arrival and every request a refresh. Such a token counts as one without a stated
 * end, and the upstream's 401 ends it.
 */
function endOf(seconds: unknown, now: number): number | null {
  // Some endpoints write the number as a string.
  const life = typeof seconds === 'string' ? Number(seconds) : seconds;
  if (typeof life !== 'number' || !(life > 0)) return null;
  return now + Math.round(Math.min(life, MAX_LIFETIME_S) * 1000);
}

function scopesOf(scope: unknown): readonly string[] | null {
  if (typeof scope !== 'string') return null;
  const scopes = scope.split(' ').filter((name) => name !== '');
  return scopes.length === 0 ? null : scopes;
}

function usableToken(value: unknown): string | null {
  return typeof value === 'string' && USABLE_TOKEN.test(value) ? value : null;
}

function unusable(problem: Extract<TokenFailure, { kind: 'answer-unusable' }>['problem']): TokenResult {
  return { ok: false, error: { kind: 'answer-unusable', problem } };
}
