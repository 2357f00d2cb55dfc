/**
 * The sentences by which upstreams tell apart what a status code does not. Each function looks at one body of
 * an error answer; the texts were seen on the wire or are in the vendor's documentation.
 */
import type { ErrorBody } from './error-body.ts';

/** A policy of the vendor on which client may use a subscription; says nothing about the account's health. */
export function refusesThisClient(body: ErrorBody): boolean {
  return body.message.includes('only authorized for use with claude code');
}

/** A firewall's page, or the vendor's short answer to a network or region that it does not serve. */
export function refusesThisNetwork(body: ErrorBody): boolean {
  return body.html || body.message.includes('request not allowed');
}

/**
 * A 403 about the credential itself: revoked, expired, without the scope, or OAuth forbidden for the whole
 * organisation. "Your API key does not have permission to use the specified resource" is none: the key is fine.
 */
export function speaksOfToken(body: ErrorBody): boolean {
  return (
    body.type === 'authentication_error' ||
    /\b(?:oauth|access|auth|bearer|refresh)[ -]token\b/.test(body.message) ||
    /\btoken (?:has been|has|was|is) (?:revoked|expired|invalid)/.test(body.message) ||
    /\boauth authentication\b/.test(body.message)
  );
}

/** The account has no money left. A 402 needs less convincing than a 400, which mostly is about the request. */
export function speaksOfCredit(status: number, body: ErrorBody): boolean {
  if (body.type === 'billing_error') return true;
  if (status === 402)
    return body.message === '' || /credit|balance|billing|payment|fund|quota/.test(body.message);
  return (
    /credit balance is too low|out of extra usage/.test(body.message) ||
    /(?:insufficient|out of|not enough|no remaining|exhausted your|used up your) (?:account )?(?:credit|balance|fund)/.test(
      body.message,
    )
  );
}

/** A long context that this account's plan does not cover without extra usage: true of this request, not of the account. */
export function wantsExtraUsageForLongContext(body: ErrorBody): boolean {
  return body.message.includes('extra usage is required for long context');
}
