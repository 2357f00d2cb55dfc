/** What the doctor sees of the network; every call ends by itself, and none of them sends a credential. */

import { X509Certificate } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { connect as connectTcp, isIP } from 'node:net';
import { connect as connectTls, rootCertificates } from 'node:tls';
import type { Clock } from '../lib/clock.ts';
import { errorCode } from '../lib/io-failure.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { fetchWithin } from '../oauth/fetch-within.ts';
import type { HttpFetch, ProxyChoice } from '../oauth/http-fetch.ts';

/** Longest wait for a connection or an answer, in ms. */
const TIMEOUT_MS = 8_000;

/** The code of a failure is the system's, e.g. `ECONNREFUSED`. */
export interface NetworkProbes {
  /** The addresses that a name stands for. */
  resolve(host: string): Promise<Result<readonly string[]>>;
  /** Whether a TCP connection comes about. */
  dial(host: string, port: number): Promise<Result<void>>;
  /** The certificate that a server presents, whether it is trusted or not. */
  certificate(host: string, port: number): Promise<Result<PeerCertificate>>;
  /** The head of the answer to a GET. */
  head(url: string, proxy: ProxyChoice): Promise<Result<AnswerHead>>;
}

export interface PeerCertificate {
  /** The issuer's organisation, else its name; null where it has none. */
  readonly issuer: string | null;
  /** ms since the epoch */
  readonly validUntil: number;
  /** Why it is not trusted, e.g. `SELF_SIGNED_CERT_IN_CHAIN`; null where it is. */
  readonly distrust: string | null;
  /** Whether its root is one of the public authorities that Node brings along. */
  readonly publicRoot: boolean;
}

export interface AnswerHead {
  readonly status: number;
  /** The server's clock, ms since the epoch; null where it did not tell. */
  readonly date: number | null;
  readonly isHtml: boolean;
  /** By our clock, in the middle between asking and answer; ms since the epoch. */
  readonly askedAt: number;
}

/** Probes over the machine's own network. */
export function systemNetworkProbes(options: {
  readonly fetch: HttpFetch;
  readonly clock: Clock;
  readonly userAgent: string;
}): NetworkProbes {
  const { fetch, clock, userAgent } = options;
  return {
    async resolve(host) {
      try {
        return ok((await lookup(host, { all: true })).map(({ address }) => address));
      } catch (error) {
        return failure(error);
      }
    },
    dial: (host, port) =>
      new Promise((resolve) => {
        const socket = connectTcp({ host, port });
        const end = (result: Result<void>) => {
          socket.destroy();
          resolve(result);
        };
        socket.setTimeout(TIMEOUT_MS, () => end(fail('ETIMEDOUT', '')));
        socket.once('error', (error) => end(failure(error)));
        socket.once('connect', () => end(ok(undefined)));
      }),
    certificate: (host, port) =>
      new Promise((resolve) => {
        // RFC 6066 section 3 wants names only. It is only looked at: nothing is ever sent over this connection.
        const name = isIP(host) === 0 ? { servername: host } : {};
        const socket = connectTls({ host, port, ...name, rejectUnauthorized: false });
        const end = (result: Result<PeerCertificate>) => {
          socket.destroy();
          resolve(result);
        };
        socket.setTimeout(TIMEOUT_MS, () => end(fail('ETIMEDOUT', '')));
        socket.once('error', (error) => end(failure(error)));
        socket.once('secureConnect', () => {
          const presented = socket.getPeerCertificate(true);
          const root = rootOf(presented);
          const { O, CN } = presented.issuer;
          end(
            ok({
              issuer: text(O) ?? text(CN),
              validUntil: Date.parse(presented.valid_to),
              distrust: socket.authorized ? null : String(errorText(socket.authorizationError)),
              publicRoot: root !== null && publicRoots().has(root),
            }),
          );
        });
      }),
    async head(url, proxy) {
      const before = clock.now();
      const outcome = await fetchWithin({ fetch, clock, timeoutMs: TIMEOUT_MS }, url, {
        method: 'GET',
        headers: { accept: '*/*', 'user-agent': userAgent },
        proxy,
      });
      switch (outcome.kind) {
        case 'answered': {
          const date = Date.parse(outcome.headers['date'] ?? '');
          return ok({
            status: outcome.status,
            date: Number.isNaN(date) ? null : date,
            isHtml: /html/i.test(outcome.headers['content-type'] ?? ''),
            askedAt: (before + clock.now()) / 2,
          });
        }
        case 'timed-out':
          return fail('ETIMEDOUT', '');
        case 'too-large':
          return fail('ANSWER_TOO_LARGE', '');
        case 'unreachable':
          return fail(outcome.cause ?? 'unknown', '');
      }
    },
  };
}

interface ChainLink {
  readonly fingerprint256: string;
  readonly issuerCertificate?: ChainLink;
}

/** Fingerprint of the last certificate of the chain that Node built; null where it is not complete. */
function rootOf(presented: ChainLink): string | null {
  let link = presented;
  for (let depth = 0; depth < 20; depth += 1) {
    const issuer = link.issuerCertificate;
    if (issuer === undefined) return null;
    if (issuer.fingerprint256 === link.fingerprint256) return link.fingerprint256;
    link = issuer;
  }
  return null;
}

function publicRoots(): ReadonlySet<string> {
  return new Set(rootCertificates.map((pem) => new X509Certificate(pem).fingerprint256));
}

/** A certificate's name may stand there several times. */
const text = (name: string | string[] | undefined) => (Array.isArray(name) ? name.join(', ') : name) || null;

const errorText = (reason: unknown) =>
  reason instanceof Error ? (errorCode(reason) ?? reason.name) : reason;

const failure = (error: unknown) => fail(errorCode(error) ?? 'unknown', '');
