import { fail } from '../lib/result.ts';
import type { AuthorizationInputFailure } from './authorization-response.ts';
import type { CaptureFailure } from './code-capture.ts';
import type { RefreshNowFailure } from './credential-source.ts';
import type { LoginStatus } from './login-session.ts';
import type { TokenFailureCode } from './token-failure.ts';

/**
 * Every way in which a sign-in can fail, as stable codes:
 *
 * - Beginning: `terms_not_accepted`, `oauth_provider_unknown`, `too_many_logins`, `loopback_port_busy`,
 *   `capture_unavailable`.
 * - What came back: `authorization_input_empty`, `authorization_input_not_recognised`,
 *   `authorization_input_foreign_host`, `authorization_code_missing`, `authorization_state_missing`,
 *   `authorization_state_mismatch`, `authorization_code_already_used`, `authorization_refused`.
 * - Which login it belongs to: `login_unknown`, `login_not_open`, `login_ambiguous`, `login_in_progress`,
 *   `login_already_used`, `login_cancelled`, `login_expired`.
 * - The exchange: `invalid_grant`, `token_request_refused`, `token_endpoint_rate_limited`,
 *   `token_endpoint_failed`, `token_endpoint_blocked`, `token_endpoint_redirected`, `token_answer_unusable`,
 *   `token_endpoint_unreachable`, `token_endpoint_timeout`.
 * - Afterwards: `identity_refused` (no settings entry may take the account), `vault_write_failed`,
 *   `login_broke_off`.
 */
export type LoginFailureCode =
  | 'terms_not_accepted'
  | 'oauth_provider_unknown'
  | 'too_many_logins'
  | CaptureFailure
  | AuthorizationInputFailure
  | 'authorization_state_mismatch'
  | 'authorization_code_already_used'
  | 'authorization_refused'
  | 'login_unknown'
  | 'login_not_open'
  | 'login_ambiguous'
  | 'login_in_progress'
  | 'login_already_used'
  | 'login_cancelled'
  | 'login_expired'
  | TokenFailureCode
  | 'identity_refused'
  | 'vault_write_failed'
  | 'login_broke_off';

/** The HTTP status of each code: what the token endpoint refuses is 4xx, a token endpoint in trouble 502. */
const HTTP_STATUS: Readonly<Record<LoginFailureCode | RefreshNowFailure, number>> = {
  terms_not_accepted: 403,
  oauth_provider_unknown: 404,
  too_many_logins: 429,
  loopback_port_busy: 409,
  capture_unavailable: 409,
  authorization_input_empty: 400,
  authorization_input_not_recognised: 400,
  authorization_input_foreign_host: 400,
  authorization_code_missing: 400,
  authorization_state_missing: 400,
  authorization_state_mismatch: 400,
  authorization_code_already_used: 400,
  authorization_refused: 400,
  login_unknown: 404,
  login_not_open: 409,
  login_ambiguous: 409,
  login_in_progress: 409,
  login_already_used: 409,
  login_cancelled: 409,
  login_expired: 410,
  invalid_grant: 400,
  token_request_refused: 400,
  token_endpoint_rate_limited: 429,
  token_endpoint_failed: 502,
  token_endpoint_blocked: 502,
  token_endpoint_redirected: 502,
  token_answer_unusable: 502,
  token_endpoint_unreachable: 502,
  token_endpoint_timeout: 502,
  identity_refused: 409,
  vault_write_failed: 500,
  login_broke_off: 500,
  account_unknown: 404,
  account_not_refreshable: 409,
  account_needs_login: 409,
  refresh_too_soon: 429,
};

/** The HTTP status that the management API gives to a failed sign-in or refresh. */
export function httpStatusOfOAuthFailure(code: LoginFailureCode | RefreshNowFailure): number {
  return HTTP_STATUS[code];
}

/** Why a login session in `status` takes no answer (any more). */
export function notOpenFailure(status: Exclude<LoginStatus, { kind: 'open' }>) {
  switch (status.kind) {
    case 'exchanging':
      return fail('login_in_progress', 'This sign-in is being completed right now.');
    case 'finished':
      return fail('login_already_used', 'This sign-in was completed already; a code works only once.');
    case 'failed':
      return fail('login_already_used', 'This sign-in has failed already; start a new one.');
    case 'cancelled':
      return fail('login_cancelled', 'This sign-in was cancelled; start a new one.');
    case 'expired':
      return fail('login_expired', 'This sign-in is older than ten minutes; start a new one.');
  }
}

/** The answer carries a state that is not this login's. */
export const stateMismatch = () =>
  fail(
    'authorization_state_mismatch',
    'This answer belongs to another sign-in; use the address that Rota gave for this one.',
  );

/** Nothing about a subscription is done before its user has accepted the note on the vendor's terms. */
export const termsNotAccepted = () =>
  fail(
    'terms_not_accepted',
    'Signing in with a subscription is off until its terms note is accepted: in the app, with `rota login --accept-terms`, or with `terms_accepted: true` in the settings.',
  );
