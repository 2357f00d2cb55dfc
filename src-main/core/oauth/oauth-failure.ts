import { fail } from '../lib/result.ts';
import type { AuthorizationInputFailure } from './authorization-response.ts';
import type { CaptureFailure } from './code-capture.ts';
import type { LoginStatus } from './login-session.ts';
import type { TokenFailureCode } from './token-failure.ts';

/**
 * Every way in which a sign-in can fail, as stable codes (their HTTP statuses are the contract's):
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
