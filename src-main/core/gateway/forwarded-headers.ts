/**
 * What happens to headers on the way: the allowed differences, and nothing else.
 *
 * Upstream bound: `host` and hop-by-hop headers are the connection's own (RFC 9110 section 7.6.1); the client's
 * credentials are replaced by the account's; `anthropic-beta` gains or loses the one flag that goes with the
 * kind of credential; the provider's `custom_headers` are added; `anthropic-version` is added where the client
 * sent none and the settings name one. Names, values and order of all others stay as they came.
 *
 * Client bound: hop-by-hop headers are the connection's own, and three `x-rota-…` headers are added.
 */
import type { Credential } from '../oauth/credential.ts';
import { headerName } from './header-name.ts';

/** The flag that goes with subscription tokens and with nothing else. */
const OAUTH_BETA_FLAG = 'oauth-2025-04-20';

/** Connection-bound names, and `expect`, which this end has already answered. */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
]);

/** Of the connection, replaced, or spent on the way up. */
const NOT_SENT_UP = new Set([
  ...HOP_BY_HOP,
  ...['host', 'authorization', 'x-api-key', 'x-rota-key', 'content-length'],
]);

export interface UpstreamHeaderInput {
  /** Name, value, name, value … as `IncomingMessage.rawHeaders` has them. */
  readonly raw: readonly string[];
  readonly connection: string | undefined;
  readonly credential: Credential;
  /** Names in lower case. */
  readonly customHeaders: Readonly<Record<string, string>>;
  readonly apiVersion: string | null;
  /** Length of the body that will be sent, or null where there is none and the client announced none. */
  readonly contentLength: number | null;
}

/** The headers of one attempt as a flat list; `host` is left to the connection. */
export function upstreamHeaders(input: UpstreamHeaderInput): string[] {
  const { raw, credential, customHeaders } = input;
  const named = namedByConnection(input.connection);
  const headers: string[] = [];
  let hasBeta = false;
  let hasVersion = false;
  for (let i = 0; i < raw.length; i += 2) {
    const name = raw[i]!;
    const lower = headerName(name) ?? name.toLowerCase();
    if (NOT_SENT_UP.has(lower) || named?.has(lower) || Object.hasOwn(customHeaders, lower)) continue;
    let value = raw[i + 1]!;
    if (lower === 'anthropic-beta') {
      value = betaFlags(value, credential, !hasBeta);
      hasBeta = true;
      if (value === '') continue;
    } else if (lower === 'anthropic-version') {
      hasVersion = true;
    }
    headers.push(name, value);
  }
  if (credential.subscription && !hasBeta) headers.push('anthropic-beta', OAUTH_BETA_FLAG);
  if (!hasVersion && input.apiVersion !== null && !Object.hasOwn(customHeaders, 'anthropic-version')) {
    headers.push('anthropic-version', input.apiVersion);
  }
  for (const name in customHeaders) headers.push(name, customHeaders[name]!);
  if (credential.scheme === 'bearer') headers.push('authorization', `Bearer ${credential.value.reveal()}`);
  else headers.push('x-api-key', credential.value.reveal());
  if (input.contentLength !== null) headers.push('content-length', String(input.contentLength));
  return headers;
}

/** The client's list of flags with the OAuth flag where it belongs; the first of several headers carries it. */
function betaFlags(value: string, credential: Credential, first: boolean): string {
  const present = value.includes(OAUTH_BETA_FLAG);
  if (credential.subscription) return present || !first ? value : `${value},${OAUTH_BETA_FLAG}`;
  if (!present || credential.scheme === 'bearer') return value;
  return value
    .split(',')
    .filter((flag) => flag.trim() !== OAUTH_BETA_FLAG)
    .join(',');
}

/** The upstream's headers as a flat list for `writeHead`, without those that belong to the connection. */
export function clientHeaders(rawHeaders: readonly string[], connection: string | undefined): string[] {
  const named = namedByConnection(connection);
  const headers: string[] = [];
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!;
    const lower = headerName(name) ?? name.toLowerCase();
    if (HOP_BY_HOP.has(lower) || named?.has(lower) || lower.startsWith('x-rota-')) continue;
    headers.push(name, rawHeaders[i + 1]!);
  }
  return headers;
}

/** A header as one text; a repeated one is a list. */
export function singleHeader(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : value?.join(', ');
}

/** Names that a `connection` header declares as hop-by-hop; undefined in the usual case of none. */
function namedByConnection(connection: string | undefined): Set<string> | undefined {
  if (connection === undefined || connection === 'keep-alive' || connection === 'close') return undefined;
  return new Set(connection.split(',').map((name) => name.trim().toLowerCase()));
}
