/**
 * Every error code of the management API with the HTTP status that it travels under. Codes are stable:
 * scripts compare them. What the caller can mend is 4xx; a token endpoint in trouble is 502.
 */
export const ERROR_STATUS = {
  invalid_input: 400,
  invalid_json: 400,
  authorization_input_empty: 400,
  authorization_input_not_recognised: 400,
  authorization_input_foreign_host: 400,
  authorization_code_missing: 400,
  authorization_state_missing: 400,
  authorization_state_mismatch: 400,
  authorization_code_already_used: 400,
  /** The person, or the provider, said no on the authorization page. */
  authorization_refused: 400,
  /** The token endpoint says that the code or the refresh token is void. */
  invalid_grant: 400,
  token_request_refused: 400,
  unauthorized: 401,
  terms_not_accepted: 403,
  /** A `Host` or `Origin` that is not ours. */
  foreign_source: 403,
  not_found: 404,
  account_unknown: 404,
  oauth_provider_unknown: 404,
  login_unknown: 404,
  method_not_allowed: 405,
  /** The name or email stands for several accounts. */
  account_ambiguous: 409,
  name_taken: 409,
  route_unknown: 404,
  /** The route names no such candidate, or no longer. */
  candidate_unknown: 404,
  /** Without it the route would name nobody. */
  candidate_is_last: 409,
  key_unknown: 404,
  /** Nothing to put back: not removed in this run, or more than ten minutes ago. */
  nothing_to_restore: 409,
  /** Only accounts with a key of their own have one to replace; others sign in. */
  account_has_no_key: 409,
  settings_invalid: 400,
  import_invalid: 400,
  /** The keychain holds the master key under the name that is in use; under another the vault would not open. */
  service_name_in_use: 409,
  /** Claude Code's settings file is not JSON, or of a shape that cannot be changed safely. */
  claude_settings_invalid: 409,
  claude_settings_unreadable: 409,
  /** The file changed between the preview and the write. */
  claude_settings_changed: 409,
  claude_settings_write_failed: 500,
  /** This shell does not offer what was asked. */
  not_offered: 409,
  /** The operating system refused what the shell asked it for, e.g. to start at login. */
  system_refused: 500,
  /** Nobody could say whether there is a newer version. */
  update_check_failed: 502,
  report_failed: 500,
  /** The port of the redirect URI is taken by another program. */
  loopback_port_busy: 409,
  /** This shell does not offer the way of signing in, e.g. no window without a desktop. */
  capture_unavailable: 409,
  login_not_open: 409,
  /** Several logins wait, and the request does not say which one it means. */
  login_ambiguous: 409,
  login_in_progress: 409,
  login_already_used: 409,
  login_cancelled: 409,
  /** No entry of the settings may take the identity that signed in. */
  identity_refused: 409,
  account_needs_login: 409,
  /** API keys, bearer tokens and setup tokens have nothing to refresh. */
  account_not_refreshable: 409,
  /** The settings come from a `--config` file, which only its owner edits. */
  read_only: 409,
  login_expired: 410,
  payload_too_large: 413,
  unsupported_media_type: 415,
  too_many_logins: 429,
  refresh_too_soon: 429,
  token_endpoint_rate_limited: 429,
  internal_error: 500,
  write_failed: 500,
  vault_write_failed: 500,
  /** The master key is given from outside, or there is none because nothing is stored. */
  master_key_not_ours: 409,
  /** The disk or the key store refused; the vault opens as before. */
  master_key_not_rotated: 500,
  login_broke_off: 500,
  token_endpoint_failed: 502,
  token_endpoint_blocked: 502,
  token_endpoint_redirected: 502,
  token_answer_unusable: 502,
  token_endpoint_unreachable: 502,
  token_endpoint_timeout: 502,
  shutting_down: 503,
} as const;

/** A stable error code of the management API. */
export type ErrorCode = keyof typeof ERROR_STATUS;

/** Whether a text is one of the codes above. */
export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERROR_STATUS, code);
}
