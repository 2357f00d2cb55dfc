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

/** The part of a provider's settings that decides where its redirect goes. */
type RedirectSettings = Pick<OAuthProviderSettings, 'redirectUri' | 'authUrl' | 'tokenUrl'>;

/** The configured redirect where it is one to a port of ours, else one that any port serves. */
export function loopbackRedirect(provider: RedirectSettings): LoopbackRedirect {
  return registeredRedirect(provider) ?? ANY_PORT_CALLBACK;
}

/** Whether the settings themselves ask for a redirect to a port of ours. */
export function redirectsToLoopback(provider: RedirectSettings): boolean {
  return registeredRedirect(provider) !== null;
}

function registeredRedirect({ redirectUri, authUrl, tokenUrl }: RedirectSettings): LoopbackRedirect | null {
  const { protocol, origin, hostname, port, pathname } = new URL(redirectUri);
  if (protocol !== 'http:' || !isLoopback(hostname)) return null;
  // A provider that runs on this machine itself, e.g. the simulator, shows the code on a page of its own.
  if (origin === new URL(authUrl).origin || origin === new URL(tokenUrl).origin) return null;
  return { host: hostname, port: Number(port), path: pathname };
}

function isLoopback(hostname: string): hostname is LoopbackRedirect['host'] {
  return hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]';
}
