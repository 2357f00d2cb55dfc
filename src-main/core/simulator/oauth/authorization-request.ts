import { fail, ok, type Result } from '../../lib/result.ts';

/** A valid authorization request (RFC 6749 section 4.1.1 with RFC 7636). */
export interface AuthorizationRequest {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly codeChallenge: string;
  readonly state: string;
  readonly scopes: readonly string[];
  readonly loginHint: string | null;
}

/** Which clients and redirect URIs are registered. */
export interface ClientRegistration {
  readonly clientId: string;
  /** Compared as they are, byte for byte; loopback URIs with any port are registered besides. */
  readonly redirectUris: readonly string[];
}

/** RFC 8252 section 7.3: any port at a loopback redirect, everything else fixed. */
const loopbackRedirect = /^http:\/\/(localhost|127\.0\.0\.1):\d{1,5}\/callback$/;
/** RFC 7636 section 4.2: base64url of a SHA-256. */
const s256Challenge = /^[A-Za-z0-9_-]{43}$/;

/**
 * The part that must be right before the browser may be sent anywhere: a wrong client or redirect URI is told to
 * the person and never redirected (RFC 6749 section 4.1.2.1).
 */
export function checkClient(
  params: URLSearchParams,
  registration: ClientRegistration,
): Result<{ redirectUri: string; state: string | null }, 'invalid_request'> {
  if (params.get('client_id') !== registration.clientId) {
    return fail('invalid_request', 'Unknown client_id.');
  }
  const redirectUri = params.get('redirect_uri');
  if (redirectUri === null) return fail('invalid_request', 'redirect_uri is missing.');
  if (!registration.redirectUris.includes(redirectUri) && !loopbackRedirect.test(redirectUri)) {
    return fail('invalid_request', `The redirect URI ${redirectUri} is not registered for this client.`);
  }
  return ok({ redirectUri, state: params.get('state') });
}

/** Error codes of RFC 6749 section 4.1.2.1 that the simulator gives. */
export type AuthorizationFailure = 'invalid_request' | 'unsupported_response_type' | 'invalid_scope';

/** The rest of the request, whose failures are told to the client at its redirect URI. */
export function readAuthorizationRequest(
  params: URLSearchParams,
  client: { readonly redirectUri: string },
): Result<AuthorizationRequest, AuthorizationFailure> {
  if (params.get('response_type') !== 'code') {
    return fail('unsupported_response_type', 'response_type must be code');
  }
  if (params.get('code') !== 'true') return fail('invalid_request', 'code=true is missing');
  const state = params.get('state');
  if (!state) return fail('invalid_request', 'state is missing');
  if (params.get('code_challenge_method') !== 'S256') {
    return fail('invalid_request', 'code_challenge_method must be S256');
  }
  const codeChallenge = params.get('code_challenge') ?? '';
  if (!s256Challenge.test(codeChallenge)) {
    return fail('invalid_request', 'code_challenge must be 43 characters of base64url');
  }
  const scopes = (params.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
  if (scopes.length === 0) return fail('invalid_scope', 'scope is missing');
  return ok({
    clientId: params.get('client_id')!,
    redirectUri: client.redirectUri,
    codeChallenge,
    state,
    scopes,
    loginHint: params.get('login_hint'),
  });
}
