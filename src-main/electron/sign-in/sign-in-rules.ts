/** What the sign-in window lets through. Everything here is pure. */

/** Whether an address is the redirect to our callback, whatever it carries. */
export function isCallback(address: string, redirectUri: string): boolean {
  if (!URL.canParse(address)) return false;
  const [url, callback] = [new URL(address), new URL(redirectUri)];
  return url.origin === callback.origin && url.pathname === callback.pathname;
}

/**
 * Whether the window may ask for an address: https and what a page carries within itself, and plain http only of the
 * very host and port that the settings name for signing in.
 */
export function mayLoad(address: string, authorizationAddress: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, origin } = new URL(address);
  switch (protocol) {
    case 'https:':
    case 'wss:':
    case 'data:':
    case 'blob:':
    case 'about:':
      return true;
    case 'http:':
      return origin === new URL(authorizationAddress).origin;
    default:
      return false;
  }
}

/** Sign-in services that turn embedded browsers away (Google since 2021, with `disallowed_useragent`). */
const REFUSING_HOSTS: readonly string[] = ['accounts.google.com', 'accounts.youtube.com'];

/** Whether an address belongs to a page that does not let people sign in inside an app, or says that it refused. */
export function refusesEmbedding(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { hostname, protocol, search } = new URL(address);
  if (protocol !== 'https:' && protocol !== 'http:') return false;
  return REFUSING_HOSTS.includes(hostname) || search.includes('disallowed_useragent');
}

/** The window's title: the address first, because there is no address bar to look at. */
export function signInTitle(address: string, pageTitle: string): string {
  const origin = URL.canParse(address) ? new URL(address).origin : '';
  return [origin, pageTitle].filter((part) => part !== '').join(' — ');
}
