import type { LiveAccount } from '../account/live-account.ts';
import type { GrantBook } from '../oauth/grant-book.ts';
import type { ReceivedRequest } from '../wire/received-request.ts';

/** What a request's credential says about who calls. */
export type Caller =
  | { readonly kind: 'api-key'; readonly account: LiveAccount }
  /** A bearer token that is not the vendor's own, as third-party services hand out. */
  | { readonly kind: 'bearer-token'; readonly account: LiveAccount }
  /** A long-lived subscription token: inference only. */
  | { readonly kind: 'setup-token'; readonly account: LiveAccount }
  | { readonly kind: 'oauth'; readonly account: LiveAccount; readonly scopes: readonly string[] }
  /** `account` is known where the credential was once good. */
  | {
      readonly kind: 'refused';
      readonly account: LiveAccount | null;
      readonly status: 401 | 403;
      readonly message: string;
    };

/** Whose request this is. An `x-api-key` is judged before any `Authorization`, so a stray one is noticed. */
export function identifyCaller(
  request: ReceivedRequest,
  accounts: readonly LiveAccount[],
  grants: Pick<GrantBook, 'lookUp'>,
): Caller {
  const apiKey = request.header('x-api-key');
  if (apiKey !== null) {
    const account = accounts.find((candidate) => candidate.apiKey === apiKey);
    return account?.fixedCredentialAccepted
      ? { kind: 'api-key', account }
      : refused(account ?? null, 'invalid x-api-key');
  }
  const token = /^Bearer +(\S+)$/i.exec(request.header('authorization') ?? '')?.[1];
  if (token === undefined) return refused(null, 'x-api-key header is required');

  // The vendor's SDK sends API keys as bearer tokens since its version 1.
  const holder = accounts.find(({ bearerToken, apiKey }) => bearerToken === token || apiKey === token);
  if (holder) {
    if (!holder.fixedCredentialAccepted) return refused(holder, 'Invalid bearer token');
    if (holder.apiKey === token) return { kind: 'api-key', account: holder };
    return { kind: token.startsWith('sk-ant-oat') ? 'setup-token' : 'bearer-token', account: holder };
  }
  const found = grants.lookUp(token);
  switch (found.state) {
    case 'valid':
      return { kind: 'oauth', account: found.account, scopes: found.scopes };
    case 'expired':
      return refused(
        found.account,
        'OAuth token has expired. Please obtain a new token or refresh your existing token.',
      );
    case 'revoked':
      return {
        kind: 'refused',
        account: found.account,
        status: 403,
        message: 'OAuth token has been revoked',
      };
    case 'unknown':
      return refused(null, 'Invalid bearer token');
  }
}

function refused(account: LiveAccount | null, message: string): Caller {
  return { kind: 'refused', account, status: 401, message };
}
