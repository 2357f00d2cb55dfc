/** What lies between this machine and the upstreams: clock, names, proxies, certificates, sign-in servers. */
import { isIP } from 'node:net';
import type { Account } from '../accounts/account.ts';
import { publicProxy } from '../lib/public-address.ts';
import type { Result } from '../lib/result.ts';
import type { ProxyChoice } from '../oauth/http-fetch.ts';
import { tokenProxy } from '../oauth/oauth-proxy.ts';
import type { Settings } from '../settings/settings.ts';
import type { Check } from './check.ts';
import { clockCheck, type ToldTime } from './checks/clock.ts';
import { dnsCheck } from './checks/dns.ts';
import { proxyCheck } from './checks/proxy.ts';
import { tlsCheck } from './checks/tls.ts';
import { tokenEndpointCheck } from './checks/token-endpoint.ts';
import type { AnswerHead, NetworkProbes } from './network-probes.ts';

/** Ports where an address names none. */
const DEFAULT_PORTS: Readonly<Record<string, number>> = {
  'http:': 80,
  'https:': 443,
  'socks5:': 1080,
  'socks5h:': 1080,
};

interface Asked {
  readonly url: string;
  readonly proxy: ProxyChoice;
}

/** The checks of the network for the accounts that are switched on. */
export function networkChecks(
  accounts: readonly Account[],
  settings: Settings,
  /** True where a proxy of the environment stands in the way of accounts that name none. */
  proxyInEnvironment: boolean,
  probes: NetworkProbes,
  nameOf: (account: Account) => string,
): readonly Check[] {
  const active = accounts.filter(({ entry }) => entry.enabled);
  const heads = new Map<string, Promise<Result<AnswerHead>>>();
  const head = ({ url, proxy }: Asked) => {
    const id = `${proxy}\n${url}`;
    const known = heads.get(id) ?? probes.head(url, proxy);
    heads.set(id, known);
    return known;
  };

  const signIns = signInServers(active, settings);
  const upstreams = active.map(({ entry }) => ({
    url: `${new URL(entry.baseUrl).origin}/`,
    proxy: entry.proxy,
  }));
  const direct = active
    .filter(({ entry }) => entry.proxy === 'none' || (entry.proxy === null && !proxyInEnvironment))
    .map(({ entry }) => new URL(entry.baseUrl));
  const names = unique(direct.map(({ hostname }) => hostname)).filter((host) => !isAddress(host));
  const secure = unique(direct.filter(({ protocol }) => protocol === 'https:').map(({ host }) => host));

  return [
    clockCheck(() => firstTime([...signIns, ...upstreams], head)),
    ...names.map((host) => dnsCheck(host, () => probes.resolve(host))),
    ...proxiesOf(active).map(({ proxy, users }) => {
      const { hostname, port, protocol } = new URL(proxy);
      const number = port === '' ? (DEFAULT_PORTS[protocol] ?? 80) : Number(port);
      return proxyCheck({
        proxy: publicProxy(proxy) ?? '',
        accounts: users.map(nameOf),
        dial: () => probes.dial(bare(hostname), number),
      });
    }),
    ...secure.map((host) => {
      const { hostname, port } = new URL(`https://${host}`);
      return tlsCheck(host, () => probes.certificate(bare(hostname), port === '' ? 443 : Number(port)));
    }),
    ...signIns.map((server) =>
      tokenEndpointCheck({
        provider: server.provider,
        host: new URL(server.url).host,
        head: () => head(server),
      }),
    ),
  ];
}

/** One for each OAuth provider in use, asked the way its token requests go. */
function signInServers(accounts: readonly Account[], settings: Settings) {
  return settings.oauthProviders.flatMap(({ name, tokenUrl }) => {
    const user = accounts.find(({ entry: { auth } }) => auth.kind === 'oauth' && auth.oauthProvider === name);
    if (user === undefined) return [];
    return [{ provider: name, url: `${new URL(tokenUrl).origin}/`, proxy: tokenProxy(settings, user.entry) }];
  });
}

async function firstTime(
  asked: readonly Asked[],
  head: (asked: Asked) => Promise<Result<AnswerHead>>,
): Promise<ToldTime | null> {
  for (const one of asked) {
    const answer = await head(one);
    if (answer.ok && answer.value.date !== null) {
      return { host: new URL(one.url).host, theirs: answer.value.date, ours: answer.value.askedAt };
    }
  }
  return null;
}

function proxiesOf(accounts: readonly Account[]) {
  const proxies = accounts.flatMap(({ entry: { proxy } }) =>
    proxy === null || proxy === 'none' ? [] : [proxy],
  );
  return unique(proxies).map((proxy) => ({
    proxy,
    users: accounts.filter(({ entry }) => entry.proxy === proxy),
  }));
}

const unique = <T>(values: readonly T[]): readonly T[] => [...new Set(values)];

/** An IPv6 address stands in brackets in a URL. */
const bare = (hostname: string) => hostname.replace(/^\[|\]$/g, '');

const isAddress = (hostname: string) => isIP(bare(hostname)) !== 0 || hostname === 'localhost';
