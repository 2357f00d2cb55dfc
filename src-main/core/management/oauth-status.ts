import type { ProcedureOutput } from '../../../src-shared/contract/contract.ts';
import { createReasonFormatter } from '../../../src-shared/i18n/reason-text.ts';
import { createTimeText } from '../../../src-shared/lib/duration-text.ts';
import { planText } from '../../../src-shared/lib/plan-text.ts';
import type { AccountSnapshot } from '../../../src-shared/model/account.ts';
import type { CallContext } from './call-context.ts';
import { reasonWord } from './reason-word.ts';
import { rfc3339 } from './rfc3339.ts';
import type { ManagementServices, SignIn } from './services.ts';

type OauthStatus = ProcedureOutput<'oauth.status'>;
type TokenRow = OauthStatus['tokens'][number];
type Services = Pick<ManagementServices, 'version' | 'clock' | 'settings' | 'accounts' | 'signIns'>;

/** The answer of `/oauth/status`. A token counts as expired when it can serve no more: past its end, or its sign-in was ended. */
export function createOauthStatus(services: Services, context: CallContext): OauthStatus {
  const now = services.clock.now();
  const { oauth, termsAcceptedAt } = services.settings.current();
  const accounts = new Map(services.accounts.list().map((account) => [account.id, account]));
  const tokens = services.signIns
    .list()
    .map((signIn) => tokenRow(signIn, accounts.get(signIn.accountId), now, context));
  const expired = tokens.filter((token) => token.is_expired).length;

  return {
    system: {
      oauth_manager_status: 'active',
      version: services.version,
      current_time: toSeconds(now),
      current_time_iso: rfc3339(now),
      auto_refresh: oauth.enableAutoRefresh,
      persistence: oauth.enablePersistence,
      terms_accepted: termsAcceptedAt !== null,
    },
    summary: {
      total_tokens: tokens.length,
      healthy_tokens: tokens.length - expired,
      expired_tokens: expired,
    },
    tokens,
  };
}

/** `account` is undefined for a sign-in whose account the settings no longer name; it is kept until it is removed by name. */
function tokenRow(
  signIn: SignIn,
  account: AccountSnapshot | undefined,
  now: number,
  context: CallContext,
): TokenRow {
  const { identity, expiresAt } = signIn;
  const time = createTimeText(context.locale);
  const isPast = expiresAt !== null && expiresAt <= now;
  const isExpired = isPast || account?.state === 'needs-login';
  const reason = account?.reason ?? null;
  const lastUsedAt = account?.lastUsedAt ?? null;
  return {
    account_id: signIn.accountId,
    account_email: identity.email,
    account_name: signIn.accountName,
    provider: signIn.provider,
    is_healthy: !isExpired,
    is_expired: isExpired,
    enabled: account?.enabled ?? false,
    state: account?.state ?? 'disabled',
    reason: reason === null ? null : reasonWord(reason),
    reason_text: reason === null ? null : createReasonFormatter(context.locale)(reason, now).sentence,
    expires_at: expiresAt === null ? null : toSeconds(expiresAt),
    expires_at_iso: expiresAt === null ? null : rfc3339(expiresAt),
    expires_in_human: isExpired
      ? context.say('token.expired')
      : expiresAt === null
        ? context.say('token.noEnd')
        : time.duration(expiresAt - now),
    usage_count: account?.requestsTotal ?? 0,
    last_used: lastUsedAt === null ? context.say('used.never') : time.ago(lastUsedAt, now),
    last_used_at: lastUsedAt === null ? null : rfc3339(lastUsedAt),
    signed_in_at: rfc3339(signIn.signedInAt),
    refreshed_at: rfc3339(signIn.refreshedAt),
    scopes: [...signIn.scopes],
    account: { uuid: identity.accountUuid, email_address: identity.email },
    organization: { uuid: identity.organizationUuid, name: identity.organizationName },
    subscription_info: {
      type: identity.subscription,
      rate_limit_tier: identity.rateLimitTier,
      plan: planText(identity),
    },
  };
}

const toSeconds = (ms: number) => Math.floor(ms / 1000);
