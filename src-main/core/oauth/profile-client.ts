import type { AccountIdentity } from '../../../src-shared/model/account.ts';
import type { Clock } from '../lib/clock.ts';
import type { Secret } from '../lib/secret.ts';
import { fetchWithin } from './fetch-within.ts';
import type { HttpFetch, ProxyChoice } from './http-fetch.ts';
import { asObject, parseJsonObject, shortText } from './json-fields.ts';

/** Asks who a token belongs to. null = the endpoint did not say; a sign-in goes on without it. */
export interface ProfileClient {
  read(profileUrl: string, accessToken: Secret, proxy: ProxyChoice): Promise<AccountIdentity | null>;
}

/** Longest wait for a profile, in ms: somebody is looking at the sign-in page meanwhile. */
const PROFILE_TIMEOUT_MS = 10_000;

/** A profile client over the given transport. */
export function createProfileClient(ports: {
  readonly fetch: HttpFetch;
  readonly clock: Clock;
  readonly userAgent: string;
}): ProfileClient {
  return {
    async read(profileUrl, accessToken, proxy) {
      const outcome = await fetchWithin({ ...ports, timeoutMs: PROFILE_TIMEOUT_MS }, profileUrl, {
        method: 'GET',
        headers: {
          accept: 'application/json',
          authorization: `Bearer ${accessToken.reveal()}`,
          'user-agent': ports.userAgent,
        },
        proxy,
      });
      return outcome.kind === 'answered' && outcome.status === 200 ? parseProfile(outcome.body) : null;
    },
  };
}

/**
 * Reads the vendor's profile (`account`, `organization`) or, for other providers, the standard claims of
 * OpenID Connect (`sub`, `email`); null where the text is neither.
 */
export function parseProfile(body: string): AccountIdentity | null {
  const json = parseJsonObject(body);
  if (json === null) return null;
  const account = asObject(json.account);
  const organization = asObject(json.organization);
  const identity: AccountIdentity = {
    email: shortText(account?.email) ?? shortText(account?.email_address) ?? shortText(json.email),
    accountUuid: shortText(account?.uuid) ?? shortText(json.sub),
    organizationUuid: shortText(organization?.uuid),
    organizationName: shortText(organization?.name),
    // `claude_max` → `max`
    subscription: shortText(organization?.organization_type)?.replace(/^claude_/, '') ?? null,
    rateLimitTier: shortText(organization?.rate_limit_tier),
  };
  return Object.values(identity).some((value) => value !== null) ? identity : null;
}
