import { BlockList, isIPv6 } from 'node:net';
import type { Result } from '../../lib/result.ts';
import { type Check, type DoctorSay, failed, fine, type Verdict, warning } from '../check.ts';

/** Hosts of the vendor, which are never on a private network. */
const VENDOR_HOST = /(?:^|\.)(?:anthropic\.com|claude\.ai|claude\.com)$/;

/** Whether the name of an upstream can be resolved, and to something sensible. */
export function dnsCheck(host: string, resolve: () => Promise<Result<readonly string[]>>): Check {
  return {
    id: `dns:${host}`,
    checked: (say) => say('dns.checked', { host }),
    look: async (say) => judgeDns(host, await resolve(), say),
  };
}

export function judgeDns(host: string, resolved: Result<readonly string[]>, say: DoctorSay): Verdict {
  if (!resolved.ok) return failed(say('dns.failed', { code: resolved.error.code }), say('remedy.network'));
  const address = resolved.value[0] ?? '';
  return VENDOR_HOST.test(host) && isPrivate(address)
    ? warning(say('dns.redirected', { address }), say('dns.remedyRedirected'))
    : fine(say('dns.fine', { address }));
}

/** Loopback, link-local and private networks (RFC 1918, RFC 4193), and addresses that are none. */
function isPrivate(address: string): boolean {
  const list = new BlockList();
  for (const [net, prefix] of [
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['127.0.0.0', 8],
    ['169.254.0.0', 16],
    ['172.16.0.0', 12],
    ['192.168.0.0', 16],
  ] as const) {
    list.addSubnet(net, prefix);
  }
  list.addSubnet('fc00::', 7, 'ipv6');
  list.addSubnet('fe80::', 10, 'ipv6');
  list.addSubnet('::', 127, 'ipv6');
  return list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}
