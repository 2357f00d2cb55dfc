/** An address without the user name and password that may stand in it; what is no address comes back as it is. */
export function withoutCredentials(address: string): string {
  const url = URL.parse(address);
  if (url === null || (url.username === '' && url.password === '')) return address;
  url.username = '';
  url.password = '';
  return url.href.replace(/\/$/, '');
}

/** A proxy setting as it may be shown: null and `none` stay, an address loses its credentials. */
export function publicProxy(proxy: string | null): string | null {
  return proxy === null || proxy === 'none' ? proxy : withoutCredentials(proxy);
}
