/**
 * The connections to upstreams: one pool per upstream origin and proxy, without a cap on sockets (a cap stalls real
 * streams behind others), kept alive for a minute. Pools are made when first needed and replaced, not cut, when their
 * sockets can no longer be trusted, e.g. after sleep.
 */
import type { Dispatcher, Pool } from 'undici';
import type { Clock } from '../lib/clock.ts';
import type { ProviderEntry } from '../settings/settings.ts';
import type { TurnEnd } from './turn-end.ts';
import { DirectTransport } from './upstream/direct-transport.ts';
import type { UpstreamTransport } from './upstream/transport.ts';
import { UndiciTransport } from './upstream/undici-transport.ts';

/** Idle life of an upstream socket, in ms. */
const KEEP_ALIVE_MS = 60_000;
/** Time to a TCP and TLS connection, in ms. */
const CONNECT_TIMEOUT_MS = 10_000;
/** Largest response head, in bytes; Node's own default for servers. */
const MAX_RESPONSE_HEAD_BYTES = 16 * 1024;

/** The environment variables that undici's environment agent reads, in both cases. */
const PROXY_VARIABLES = ['http_proxy', 'https_proxy', 'HTTP_PROXY', 'HTTPS_PROXY'];

const POOL_OPTIONS = {
  connections: null,
  pipelining: 1,
  keepAliveTimeout: KEEP_ALIVE_MS,
  keepAliveMaxTimeout: KEEP_ALIVE_MS,
  maxHeaderSize: MAX_RESPONSE_HEAD_BYTES,
  connect: { timeout: CONNECT_TIMEOUT_MS },
  allowH2: false,
} satisfies Pool.Options;

/** Where an account's requests go. */
export interface UpstreamRoute {
  /** Path of the `base_url` without a trailing slash; empty for none. */
  readonly pathPrefix: string;
  readonly host: string;
  /** True where a proxy stands between, so that a failed connection may be the proxy's. */
  readonly viaProxy: boolean;
  readonly transport: UpstreamTransport;
}

/** Hands out the connection pool of a provider entry; the owner closes it. */
export class UpstreamPools {
  readonly #environment: Readonly<Record<string, string | undefined>>;
  readonly #clock: Clock;
  readonly #turnEnd: TurnEnd;
  readonly #routes = new Map<string, UpstreamRoute>();
  /** The same routes by the entry that asked last; entries are replaced, never changed. */
  #byEntry = new WeakMap<ProviderEntry, UpstreamRoute>();
  /** Still at work for requests that began before the last `renewAll`. */
  readonly #retiring = new Set<UpstreamTransport>();

  constructor(environment: Readonly<Record<string, string | undefined>>, clock: Clock, turnEnd: TurnEnd) {
    this.#environment = environment;
    this.#clock = clock;
    this.#turnEnd = turnEnd;
  }

  /** The route to an entry's upstream. */
  route(entry: ProviderEntry): UpstreamRoute {
    let route = this.#byEntry.get(entry);
    if (!route) {
      route = this.#routeByAddress(entry);
      this.#byEntry.set(entry, route);
    }
    return route;
  }

  /** New requests get new sockets; what is in flight on the old ones may finish. */
  renewAll(): void {
    for (const { transport } of this.#routes.values()) this.#retire(transport);
    this.#routes.clear();
    this.#byEntry = new WeakMap();
  }

  /** Destroys every socket. Requests in flight fail. */
  async close(): Promise<void> {
    const transports = [...this.#retiring, ...[...this.#routes.values()].map(({ transport }) => transport)];
    this.#routes.clear();
    this.#byEntry = new WeakMap();
    await Promise.all(transports.map((transport) => transport.destroy()));
  }

  /** Accounts behind one address and proxy share their connections. */
  #routeByAddress(entry: ProviderEntry): UpstreamRoute {
    const key = `${entry.baseUrl}\n${entry.proxy ?? ''}`;
    const known = this.#routes.get(key);
    if (known) return known;
    const url = new URL(entry.baseUrl);
    const route: UpstreamRoute = {
      host: url.host,
      pathPrefix: url.pathname.replace(/\/+$/, ''),
      viaProxy: entry.proxy === null ? this.#proxyInEnvironment() : entry.proxy !== 'none',
      transport: this.#open(url, entry.proxy),
    };
    this.#routes.set(key, route);
    return route;
  }

  #proxyInEnvironment(): boolean {
    return PROXY_VARIABLES.some((name) => this.#environment[name]);
  }

  #retire(transport: UpstreamTransport): void {
    this.#retiring.add(transport);
    const forget = () => this.#retiring.delete(transport);
    transport.close().then(forget, forget);
  }

  #open(url: URL, proxy: ProviderEntry['proxy']): UpstreamTransport {
    if (proxy === 'none' || (proxy === null && !this.#proxyInEnvironment())) {
      return new DirectTransport(url, this.#clock, this.#turnEnd);
    }
    return new UndiciTransport(url.origin, (undici) => openProxyAgent(undici, proxy));
  }
}

function openProxyAgent(undici: typeof import('undici'), proxy: ProviderEntry['proxy']): Dispatcher {
  if (proxy === null) return new undici.EnvHttpProxyAgent(POOL_OPTIONS);
  if (proxy.startsWith('socks5:') || proxy.startsWith('socks5h:')) {
    const { connect: _, ...options } = POOL_OPTIONS;
    return new undici.Socks5ProxyAgent(proxy.replace(/^socks5h:/, 'socks5:'), options);
  }
  return new undici.ProxyAgent({
    ...POOL_OPTIONS,
    uri: proxy,
    // The request for a tunnel has no limit of its own: without this a silent proxy is waited for five minutes.
    clientFactory: (proxyOrigin, options) =>
      new undici.Pool(proxyOrigin, { ...(options as Pool.Options), headersTimeout: CONNECT_TIMEOUT_MS }),
  });
}
