/** True for names and addresses that only this machine can reach. */
export function isLoopbackHost(host: string): boolean {
  const name = withoutBrackets(host);
  return name === 'localhost' || name === '::1' || /^127(\.\d{1,3}){3}$/.test(name);
}

/**
 * Whether the gateway may listen on `host`: always on loopback; on another address only where
 * `server.allowed_hosts` names it, and on a wildcard address where that list names anything at all.
 */
export function mayListenOn(host: string, allowedHosts: readonly string[]): boolean {
  if (isLoopbackHost(host)) return true;
  const name = withoutBrackets(host);
  if (name === '0.0.0.0' || name === '::') return allowedHosts.length > 0;
  return allowedHosts.some((entry) => withoutBrackets(entry.replace(/:\d+$/, '')) === name);
}

function withoutBrackets(host: string): string {
  return host.toLowerCase().replace(/^\[(.*)\]$/, '$1');
}
