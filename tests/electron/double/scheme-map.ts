/**
 * Chromium knows no scheme of the app's own, so an address like `app://rota/index.html` is shown as
 * `https://rota/index.html`: the page sees its own host name, only scheme and origin differ. Such a request never
 * leaves the machine: the double answers it.
 */
const REAL = new Set([
  'http:',
  'https:',
  'ws:',
  'wss:',
  'data:',
  'blob:',
  'about:',
  'file:',
  'devtools:',
  'chrome:',
]);

/** The hosts that are shown in place of schemes of the app's own. */
const schemeOfHost = new Map<string, string>();

/** The address as Chromium gets to see it. */
export function toBrowser(address: string): string {
  const { protocol, host, pathname, search, hash } = new URL(address);
  if (REAL.has(protocol)) return address;
  schemeOfHost.set(host, protocol);
  return `https://${host}${pathname}${search}${hash}`;
}

/** The address as Electron would tell it. */
export function fromBrowser(address: string): string {
  if (!URL.canParse(address)) return address;
  const { protocol, host, pathname, search, hash } = new URL(address);
  const scheme = protocol === 'https:' ? schemeOfHost.get(host) : undefined;
  return scheme === undefined ? address : `${scheme}//${host}${pathname}${search}${hash}`;
}
