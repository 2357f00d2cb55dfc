import type { OAuthProviderSettings } from '../settings/settings.ts';

/** Where a redirect to this machine goes. */
export interface LoopbackRedirect {
  /** As the redirect URI spells it; the vendor has `localhost` registered, not 127.0.0.1. */
  readonly host: 'localhost' | '127.0.0.1' | '[::1]';
  /** 0 = any; RFC 8252 section 7.3 has providers accept every port. */
  readonly port: number;
  readonly path: string;
}

const ANY_PORT_CALLBACK: LoopbackRedirect = { host: 'localhost', port: 0, path: '/callback' };

/** The configured redirect where it is one to this machine, else one that any port serves. */
export function loopbackRedirect(provider: Pick<OAuthProviderSettings, 'redirectUri'>): LoopbackRedirect {
  const url = new URL(provider.redirectUri);
  if (url.protocol !== 'http:' || !isLoopback(url.hostname)) return ANY_PORT_CALLBACK;
  return { host: url.hostname, port: Number(url.port), path: url.pathname };
}

/** Whether the settings themselves ask for a redirect to this machine. */
export function redirectsToLoopback(provider: Pick<OAuthProviderSettings, 'redirectUri'>): boolean {
  const url = new URL(provider.redirectUri);
  return url.protocol === 'http:' && isLoopback(url.hostname);
}

function isLoopback(hostname: string): hostname is LoopbackRedirect['host'] {
  return hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]';
}
