import type { IssuedTokens } from './grant-book.ts';

/** The token endpoint's answer as a JSON value; a setup token comes without `refresh_token`. */
export interface TokenResponse {
  readonly token_type: 'Bearer';
  readonly access_token: string;
  /** Seconds. */
  readonly expires_in: number;
  readonly refresh_token?: string;
  /** Separated by blanks. */
  readonly scope: string;
  readonly organization: { readonly uuid: string; readonly name: string };
  readonly account: { readonly uuid: string; readonly email_address: string };
}

/** The token response (RFC 6749 section 5.1) with the vendor's `account` and `organization`. */
export function tokenResponse(tokens: IssuedTokens): TokenResponse {
  const { account } = tokens;
  return {
    token_type: 'Bearer',
    access_token: tokens.accessToken,
    expires_in: tokens.expiresInSeconds,
    ...(tokens.refreshToken === null ? {} : { refresh_token: tokens.refreshToken }),
    scope: tokens.scopes.join(' '),
    organization: { uuid: account.organizationUuid, name: account.organizationName },
    account: { uuid: account.uuid, email_address: account.email },
  };
}
