import type { Result } from '../../lib/result.ts';
import { type Check, type DoctorSay, failed, fine, type Verdict, warning } from '../check.ts';
import type { PeerCertificate } from '../network-probes.ts';

/**
 * Whose certificate an upstream presents. It tells what is seen and no more: an authority that was added on this
 * machine can be an antivirus, a company's proxy, or somebody's own server.
 */
export function tlsCheck(host: string, certificate: () => Promise<Result<PeerCertificate>>): Check {
  return {
    id: `tls:${host}`,
    checked: (say) => say('tls.checked', { host }),
    look: async (say) => judgeTls(await certificate(), say),
  };
}

export function judgeTls(presented: Result<PeerCertificate>, say: DoctorSay): Verdict {
  if (!presented.ok) {
    return failed(say('tls.unreachable', { code: presented.error.code }), say('remedy.network'));
  }
  const { distrust, publicRoot, validUntil } = presented.value;
  const issuer = presented.value.issuer ?? say('tls.noIssuer');
  if (distrust !== null) {
    return failed(say('tls.untrusted', { issuer, code: distrust }), say('tls.remedyUntrusted'));
  }
  if (!publicRoot) return warning(say('tls.added', { issuer }), say('tls.remedyAdded'));
  return fine(say('tls.fine', { issuer, until: new Date(validUntil).toISOString().slice(0, 10) }));
}
