/** The error codes of RFC 6749 section 4.1.2.1 and OpenID Connect Core section 3.1.2.6 that we tell apart. */
const KNOWN_ERRORS = [
  'access_denied',
  'invalid_request',
  'unauthorized_client',
  'unsupported_response_type',
  'invalid_scope',
  'server_error',
  'temporarily_unavailable',
  'login_required',
  'consent_required',
  'interaction_required',
] as const;

/** Why a provider ended a sign-in on its own page; a code that we do not know is `other`, never its text. */
export type AuthorizationError = (typeof KNOWN_ERRORS)[number] | 'other';

/** The known error code that `text` is, so that nothing a stranger wrote goes into a log or a message. */
export function authorizationErrorOf(text: string): AuthorizationError {
  return KNOWN_ERRORS.find((known) => known === text) ?? 'other';
}

/** One sentence on why the provider ended the sign-in. */
export function authorizationErrorMessage(error: AuthorizationError): string {
  return error === 'access_denied'
    ? 'The sign-in was declined on the provider’s page.'
    : `The provider ended the sign-in (${error === 'other' ? 'without a known reason' : error}).`;
}
