/**
 * Tells from an exception who is to blame for an attempt without an answer: this machine (name resolution,
 * routes, proxies, certificates: nothing reached the upstream) or the upstream. The codes are those of Node's
 * sockets, of the gateway's own connections and, behind proxies, of undici 8, seen by running them against closed
 * ports, resets, silent servers and bad proxies.
 */
import type { AttemptOutcome } from './attempt-outcome.ts';

export interface FailedExchange {
  /** True once the request may have reached the upstream, so that the work may have been done and billed. */
  readonly reachedUpstream: boolean;
  /** Host (and port) that was asked, for the sentence to the user. */
  readonly host: string;
  /** True where a proxy stands between: until the upstream is reached, it is the proxy that failed. */
  readonly viaProxy?: boolean;
}

type LocalCause = Extract<AttemptOutcome, { kind: 'local-origin-failed' }>['cause'];
type UpstreamCause = Extract<AttemptOutcome, { kind: 'upstream-failed' }>['cause'];

/** The outcome of an exchange that ended with `error` before an answer's head, or before its first event. */
export function classifyFailure(error: unknown, exchange: FailedExchange): AttemptOutcome {
  const facts = errorFacts(error);
  if (exchange.reachedUpstream) return { kind: 'upstream-failed', cause: upstreamCause(facts), status: null };
  return {
    kind: 'local-origin-failed',
    cause: localCause(facts, exchange.viaProxy === true),
    host: exchange.host,
  };
}

interface ErrorFacts {
  readonly code: string;
  readonly name: string;
  readonly message: string;
}

/** The first error with a code, looking into `cause` and into the parts of an AggregateError (one per address tried). */
function errorFacts(error: unknown): ErrorFacts {
  let found: ErrorFacts = { code: '', name: '', message: '' };
  let next: unknown = error;
  for (let depth = 0; depth < 5 && next instanceof Error; depth++) {
    const { code } = next as { code?: unknown };
    found = { code: typeof code === 'string' ? code : '', name: next.name, message: next.message };
    if (found.code !== '' && found.code !== 'UND_ERR_PRX_CONN') break;
    next = next instanceof AggregateError ? next.errors[0] : next.cause;
  }
  return found;
}

function upstreamCause({ code, name }: ErrorFacts): UpstreamCause {
  if (code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT' || code === 'ETIMEDOUT') {
    return 'timeout';
  }
  // llhttp's errors carry HPE_… or, where it has no name for what it read, only their class's name.
  const unreadable =
    code === 'ERR_INVALID_ANSWER' ||
    code.startsWith('HPE_') ||
    name === 'HTTPParserError' ||
    code === 'UND_ERR_HEADERS_OVERFLOW' ||
    code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH';
  return unreadable ? 'invalid-answer' : 'reset';
}

/** What the resolver answers: libuv's names for getaddrinfo and c-ares' own. */
const DNS_CODES: ReadonlySet<string> = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'EAI_NODATA',
  'EAI_NONAME',
  'ENODATA',
  'ESERVFAIL',
  'EBADNAME',
]);

/** OpenSSL's verdicts on a certificate chain that do not begin with CERT_, ERR_TLS_ or ERR_SSL_. */
const CERTIFICATE_CODES: ReadonlySet<string> = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'HOSTNAME_MISMATCH',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'PATH_LENGTH_EXCEEDED',
  'EPROTO',
  'UND_ERR_PRX_TLS',
]);

function localCause({ code, message }: ErrorFacts, viaProxy: boolean): LocalCause {
  // undici reports a tunnel that the proxy refused as an abort, e.g. "Proxy response (407) !== 200 …".
  if (code.startsWith('UND_ERR_SOCKS5') || message.startsWith('Proxy response')) return 'proxy';
  if (CERTIFICATE_CODES.has(code) || /^(?:CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_)/.test(code)) return 'tls';
  if (viaProxy) return 'proxy';
  if (DNS_CODES.has(code)) return 'dns';
  if (code === 'ECONNREFUSED') return 'refused';
  if (code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT') return 'connect-timeout';
  return 'unreachable';
}
