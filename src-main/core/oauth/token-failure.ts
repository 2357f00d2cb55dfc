import { assertNever } from '../../../src-shared/lib/assert-never.ts';
import type { Failure } from '../lib/result.ts';

/**
 * Why a token request brought no token. Nothing in here is text that the endpoint wrote: only its status
 * and an error code from a fixed list. Durations in ms.
 */
export type TokenFailure =
  /** `invalid_grant` with 400 or 401: the code or refresh token is void for good (RFC 6749 section 5.2). */
  | { readonly kind: 'grant-invalid' }
  /** Another refusal that the endpoint put into JSON, e.g. `invalid_client`. */
  | { readonly kind: 'refused'; readonly status: number; readonly error: OAuthErrorCode }
  | { readonly kind: 'rate-limited'; readonly retryAfterMs: number | null }
  | { readonly kind: 'endpoint-failed'; readonly status: number; readonly retryAfterMs: number | null }
  /** A 4xx that is no OAuth answer, e.g. the HTML page of a firewall. Says nothing about the grant. */
  | { readonly kind: 'blocked'; readonly status: number }
  /** Redirects are not followed: the credential in the body is meant for the configured host alone. */
  | { readonly kind: 'redirected'; readonly status: number }
  | {
      readonly kind: 'answer-unusable';
      readonly problem: 'not-json' | 'no-access-token' | 'not-a-bearer-token' | 'too-large';
    }
  /** `cause` is the code of the network error, e.g. `ECONNREFUSED`. */
  | { readonly kind: 'unreachable'; readonly cause: string | null }
  | { readonly kind: 'timed-out'; readonly timeoutMs: number };

/** The error codes of RFC 6749 section 5.2 and RFC 6750 that are told apart; any other is `other`. */
export const OAUTH_ERROR_CODES = [
  'invalid_request',
  'invalid_client',
  'invalid_grant',
  'unauthorized_client',
  'unsupported_grant_type',
  'invalid_scope',
  'invalid_request_error',
  'authentication_error',
  'permission_error',
  'forbidden',
  'not_found_error',
] as const;

export type OAuthErrorCode = (typeof OAUTH_ERROR_CODES)[number] | 'other';

/** Stable codes of a failed token request, for programs. */
export type TokenFailureCode =
  | 'invalid_grant'
  | 'token_request_refused'
  | 'token_endpoint_rate_limited'
  | 'token_endpoint_failed'
  | 'token_endpoint_blocked'
  | 'token_endpoint_redirected'
  | 'token_answer_unusable'
  | 'token_endpoint_unreachable'
  | 'token_endpoint_timeout';

/** The failure as a stable code and one sentence that names the endpoint's host and holds no secret. */
export function describeTokenFailure(failure: TokenFailure, host: string): Failure<TokenFailureCode> {
  const [code, message] = describe(failure, `The token endpoint at ${host}`);
  return { code, message };
}

function describe(failure: TokenFailure, endpoint: string): readonly [TokenFailureCode, string] {
  switch (failure.kind) {
    case 'grant-invalid':
      return ['invalid_grant', `${endpoint} does not accept this sign-in (any more); sign in again.`];
    case 'refused':
      return [
        'token_request_refused',
        `${endpoint} refused the request with status ${failure.status} (${failure.error}).`,
      ];
    case 'rate-limited': {
      const pause =
        failure.retryAfterMs === null ? 'the moment' : `${Math.ceil(failure.retryAfterMs / 1000)} s`;
      return ['token_endpoint_rate_limited', `${endpoint} takes no more requests for ${pause} (status 429).`];
    }
    case 'endpoint-failed':
      return ['token_endpoint_failed', `${endpoint} failed with status ${failure.status}.`];
    case 'blocked':
      return [
        'token_endpoint_blocked',
        `${endpoint}, or something in front of it, answered with status ${failure.status} and without a reason; check token_url, network and proxy.`,
      ];
    case 'redirected':
      return [
        'token_endpoint_redirected',
        `${endpoint} redirects elsewhere (status ${failure.status}), which is not followed; check token_url.`,
      ];
    case 'answer-unusable':
      return [
        'token_answer_unusable',
        `${endpoint} gave an answer without a usable token (${failure.problem}).`,
      ];
    case 'unreachable': {
      const cause = failure.cause === null ? '' : ` (${failure.cause})`;
      return ['token_endpoint_unreachable', `${endpoint} could not be reached${cause}.`];
    }
    case 'timed-out':
      return ['token_endpoint_timeout', `${endpoint} did not answer within ${failure.timeoutMs / 1000} s.`];
    default:
      return assertNever(failure);
  }
}
