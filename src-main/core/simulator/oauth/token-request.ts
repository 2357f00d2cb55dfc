import { fail, ok, type Result } from '../../lib/result.ts';
import { asText, isObject } from '../wire/json-value.ts';
import type { ReceivedRequest } from '../wire/received-request.ts';
import type { CodeRedemption, RefreshRequest } from './grant-book.ts';

/** A well-formed call of the token endpoint. */
export type TokenRequest =
  | ({ readonly grant: 'authorization_code' } & CodeRedemption)
  | ({ readonly grant: 'refresh_token' } & RefreshRequest);

/** Why a call is no token request; the first is the vendor's own word, the second that of RFC 6749 section 5.2. */
export type TokenRequestFailure = 'invalid_request_format' | 'unsupported_grant_type';

const malformed = () => fail('invalid_request_format', 'Invalid request format');

/** The fields of a token request's body, which is JSON or a form; an unreadable body has none. */
export function tokenFields(request: ReceivedRequest): (name: string) => string | null {
  if (request.header('content-type')?.startsWith('application/x-www-form-urlencoded')) {
    const form = new URLSearchParams(request.body.toString('utf8'));
    return (name) => form.get(name);
  }
  const { json } = request;
  if (!isObject(json)) return () => null;
  return (name) => {
    const value = json[name];
    return typeof value === 'number' ? String(value) : asText(value);
  };
}

/** Reads an exchange or a refresh; without a `client_id` it is malformed, as at the vendor's. */
export function readTokenRequest(
  field: (name: string) => string | null,
): Result<TokenRequest, TokenRequestFailure> {
  const grant = field('grant_type');
  const clientId = field('client_id');
  if (grant === null || clientId === null) return malformed();
  switch (grant) {
    case 'authorization_code': {
      const [code, redirectUri, codeVerifier] = [
        field('code'),
        field('redirect_uri'),
        field('code_verifier'),
      ];
      if (code === null || redirectUri === null || codeVerifier === null) return malformed();
      const wishedLife = Number(field('expires_in'));
      const expiresInSeconds = Number.isInteger(wishedLife) && wishedLife > 0 ? wishedLife : null;
      return ok({
        grant,
        clientId,
        code,
        redirectUri,
        codeVerifier,
        state: field('state'),
        expiresInSeconds,
      });
    }
    case 'refresh_token': {
      const refreshToken = field('refresh_token');
      if (refreshToken === null) return malformed();
      const scopes =
        field('scope')
          ?.split(' ')
          .filter((scope) => scope !== '') ?? null;
      return ok({ grant, clientId, refreshToken, scopes });
    }
    default:
      return fail('unsupported_grant_type', `grant_type ${grant} is not supported`);
  }
}
