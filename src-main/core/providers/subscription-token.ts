/**
 * True for a long-lived setup token (`sk-ant-oat…`, made by `claude setup-token`). Like a sign-in it
 * belongs to a subscription: it travels as a bearer token with the OAuth beta flag, needs the terms note,
 * and cannot be refreshed.
 */
export function isSubscriptionToken(secret: string): boolean {
  return secret.startsWith('sk-ant-oat');
}
