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
import { type HeaderLines, HeaderNames, headerLine } from './header-lines.ts';

/** The flag that goes with subscription tokens and with nothing else. */
const OAUTH_BETA_FLAG = 'oauth-2025-04-20';

/** Connection-bound names, and `expect`, which this end has already answered. */
const HOP_BY_HOP = [
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
];
const NOT_SENT_DOWN = new HeaderNames(HOP_BY_HOP);
/** Of the connection, replaced, or spent on the way up. */
const NOT_SENT_UP = new HeaderNames([
  ...HOP_BY_HOP,
  ...['host', 'authorization', 'x-api-key', 'x-rota-key', 'content-length'],
]);
/** Rota's own, which an upstream cannot set. */
const OWN_PREFIX = 'x-rota-';

export interface UpstreamHeaderInput {
  /** As the client sent them. */
  readonly headers: HeaderLines;
  readonly credential: Credential;
  /** Names in lower case. */
  readonly customHeaders: Readonly<Record<string, string>>;
  readonly apiVersion: string | null;
  /** Length of the body that will be sent, or null where there is none and the client announced none. */
  readonly contentLength: number | null;
}

/** The header lines of one attempt; `host` is left to the connection. Throws `InvalidHeaderError`. */
export function upstreamHeaders(input: UpstreamHeaderInput): string {
  const { headers, credential, customHeaders } = input;
  const named = namedByConnection(headers);
  const customNames = Object.keys(customHeaders);
  let text = '';
  let keptFrom = 0;
  let hasBeta = false;
  let hasVersion = false;
  for (let line = 0; line < headers.count; line++) {
    let instead: string | null = null;
    if (
      headers.isOneOf(line, NOT_SENT_UP) ||
      named?.has(headers.name(line)) ||
      (customNames.length > 0 && Object.hasOwn(customHeaders, headers.name(line)))
    ) {
      instead = '';
    } else if (headers.isNamed(line, 'anthropic-beta')) {
      const value = headers.value(line);
      const flags = betaFlags(value, credential, !hasBeta);
      if (flags !== value) instead = flags === '' ? '' : headerLine('anthropic-beta', flags);
      hasBeta = true;
    } else if (headers.isNamed(line, 'anthropic-version')) {
      hasVersion = true;
    }
    if (instead === null) continue;
    text += headers.text(keptFrom, line) + instead;
    keptFrom = line + 1;
  }
  text += headers.text(keptFrom);
  if (credential.subscription && !hasBeta) text += headerLine('anthropic-beta', OAUTH_BETA_FLAG);
  if (!hasVersion && input.apiVersion !== null && !Object.hasOwn(customHeaders, 'anthropic-version')) {
    text += headerLine('anthropic-version', input.apiVersion);
  }
  for (const name of customNames) text += headerLine(name, customHeaders[name]!);
  const secret = credential.value.reveal();
  text +=
    credential.scheme === 'bearer'
      ? headerLine('authorization', `Bearer ${secret}`)
      : headerLine('x-api-key', secret);
  if (input.contentLength !== null) text += `content-length: ${input.contentLength}\r\n`;
  return text;
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

/** The upstream's header lines without those that belong to the connection. */
export function clientHeaders(headers: HeaderLines): string {
  const named = namedByConnection(headers);
  let text = '';
  let keptFrom = 0;
  for (let line = 0; line < headers.count; line++) {
    const isKept =
      !headers.isOneOf(line, NOT_SENT_DOWN) &&
      !headers.hasPrefix(line, OWN_PREFIX) &&
      !named?.has(headers.name(line));
    if (isKept) continue;
    text += headers.text(keptFrom, line);
    keptFrom = line + 1;
  }
  return text + headers.text(keptFrom);
}

/** Names that a `connection` header declares as hop-by-hop; undefined in the usual case of none. */
function namedByConnection(headers: HeaderLines): Set<string> | undefined {
  const connection = headers.get('connection');
  if (connection === undefined || connection === 'keep-alive' || connection === 'close') return undefined;
  return new Set(connection.split(',').map((name) => name.trim().toLowerCase()));
}
