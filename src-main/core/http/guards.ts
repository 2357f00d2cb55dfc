/**
 * Who may talk to the one port, and against whom that is guarded.
 *
 * 1. **Other web pages** in the user's browser. A page can send requests to loopback without being asked (CSRF),
 *    and can make its own name resolve to 127.0.0.1 (DNS rebinding) and then read the answers. Against the first:
 *    a foreign `Origin` is refused, and no CORS header is ever sent. Against the second: a foreign `Host` is refused.
 *    Both come before any key is looked at, so that such a page cannot even guess keys.
 * 2. **Other users of this machine** can connect to loopback ports. Proxied paths want the client key, management
 *    the admin token; both are 256 random bits, compared in constant time. Files are 0600 in a 0700 folder.
 * 3. **Other machines.** The port listens on 127.0.0.1. Another address is refused unless `server.allowed_hosts`
 *    names it, which is also what a tunnel or a container needs to pass the `Host` check.
 * 4. **A stolen settings file or backup** holds no token: secrets are in the vault, sealed with a master key that
 *    lies in the OS keychain. A client key opens the proxied paths only, never the management API.
 * 5. **A project that should not reach every account** gets a client key of its own, which leads to the accounts it is
 *    bound to and never to others. Where a request carries such a key and another one, the narrower door counts.
 *
 * Out of reach: a program that runs as the same user can read that user's memory and keychain.
 */
import { timingSafeEqual } from 'node:crypto';
import type { BoundKey } from '../routing/bound-key.ts';

/** A request's headers by their names in lower case. */
interface RequestHeaders {
  get(name: string): string | undefined;
}

export type GuardVerdict = { readonly ok: true } | { readonly ok: false; readonly message: string };

const PASSED: GuardVerdict = { ok: true };
const FOREIGN_HOST: GuardVerdict = {
  ok: false,
  message: 'This Host is not allowed. Use http://127.0.0.1:PORT, or name the host in server.allowed_hosts.',
};
const FOREIGN_ORIGIN: GuardVerdict = { ok: false, message: 'Requests from other web pages are not allowed.' };

/** Longest key that is compared, in characters. */
const MAX_KEY_LENGTH = 512;

/** The names under which the port may be addressed: loopback with our port, and `server.allowed_hosts`. */
export function allowedHosts(port: number, extra: readonly string[]): ReadonlySet<string> {
  const hosts = [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`, ...extra];
  // HTTP leaves the default port out of Host and Origin.
  const bare = hosts.filter((host) => /:(?:80|443)$/.test(host)).map((host) => host.replace(/:\d+$/, ''));
  return new Set([...hosts, ...bare].map((host) => host.toLowerCase()));
}

/** Refuses what a foreign page or a rebound name could send; looked at before anything else. */
export function checkSource(
  host: string | undefined,
  origin: string | undefined,
  allowed: ReadonlySet<string>,
): GuardVerdict {
  if (host === undefined || !(allowed.has(host) || allowed.has(host.toLowerCase()))) return FOREIGN_HOST;
  if (origin === undefined) return PASSED;
  const originHost = /^https?:\/\/([^/]+)$/.exec(origin)?.[1]?.toLowerCase();
  return originHost !== undefined && allowed.has(originHost) ? PASSED : FOREIGN_ORIGIN;
}

/** A set of keys of which any one opens the door. */
export class KeyRing {
  readonly #keys: readonly Buffer[];

  constructor(keys: readonly string[]) {
    this.#keys = keys.map((key) => Buffer.from(key, 'utf8'));
  }

  /** True where `candidate` is one of the keys; takes the same time wherever it differs. */
  has(candidate: string): boolean {
    if (candidate.length > MAX_KEY_LENGTH) return false;
    const bytes = Buffer.from(candidate, 'utf8');
    let found = false;
    for (const key of this.#keys) {
      if (key.length === bytes.length && timingSafeEqual(key, bytes)) found = true;
    }
    return found;
  }
}

/** A client key and where it leads; `bound` is null for the key of the installation, which leads everywhere. */
export interface ClientKey {
  readonly value: string;
  readonly bound: BoundKey | null;
}

/**
 * The client keys. Every request is held against all of them, so comparing allocates nothing; `timingSafeEqual`
 * would want two buffers for each.
 */
export class ClientKeyRing {
  readonly #keys: readonly ClientKey[];

  constructor(keys: readonly ClientKey[]) {
    this.#keys = keys;
  }

  /** The key that a request carries in any of the three places; whatever else stands in them does not matter. */
  opener(headers: RequestHeaders): ClientKey | null {
    const authorization = headers.get('authorization');
    const bearer = authorization === undefined ? null : this.#at(authorization, bearerStart(authorization));
    if (bearer !== null && bearer.bound !== null) return bearer;
    const apiKey = this.#of(headers.get('x-api-key'));
    if (apiKey !== null && apiKey.bound !== null) return apiKey;
    const rotaKey = this.#of(headers.get('x-rota-key'));
    return rotaKey !== null && rotaKey.bound !== null ? rotaKey : (bearer ?? apiKey ?? rotaKey);
  }

  /** True where `text` is one of the keys. */
  has(text: string): boolean {
    return this.#at(text, 0) !== null;
  }

  #of(header: string | undefined): ClientKey | null {
    return header !== undefined ? this.#at(header, 0) : null;
  }

  /** The key that `text` is from `start` to its end. All are compared, whichever it is. */
  #at(text: string, start: number): ClientKey | null {
    if (start < 0) return null;
    let found: ClientKey | null = null;
    for (const key of this.#keys) if (isKey(text, start, key.value)) found = key;
    return found;
  }
}

/** True where `text` from `start` on is `key`; takes the same time wherever it differs. */
function isKey(text: string, start: number, key: string): boolean {
  if (text.length - start !== key.length) return false;
  let difference = 0;
  for (let index = 0; index < key.length; index++) {
    difference |= text.charCodeAt(start + index) ^ key.charCodeAt(index);
  }
  return difference === 0;
}

/** Where the token of an `Authorization: Bearer …` header begins, or -1. */
function bearerStart(authorization: string): number {
  if (!/^bearer /i.test(authorization)) return -1;
  let start = 'bearer '.length;
  while (authorization[start] === ' ') start++;
  return start;
}

/** The token of an `Authorization: Bearer …` header, or null. */
export function bearerToken(authorization: string | null | undefined): string | null {
  return /^bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? null;
}
