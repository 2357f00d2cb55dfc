import type { z } from 'zod';
import type { accountRowSchema } from '../../../src-shared/contract/providers.ts';
import type { Locale } from '../../../src-shared/i18n/locale.ts';
import { createReasonFormatter } from '../../../src-shared/i18n/reason-text.ts';
import { planText } from '../../../src-shared/lib/plan-text.ts';
import type { AccountSnapshot } from '../../../src-shared/model/account.ts';
import { reasonWord } from './reason-word.ts';
import { rfc3339 } from './rfc3339.ts';

/** An account as `/providers` and `rota accounts --json` show it. */
export type AccountRow = z.output<typeof accountRowSchema>;

/** Turns an account into its row; `now` is ms since the epoch and only decides how the text shortens times. */
export function accountRow(account: AccountSnapshot, now: number, locale: Locale): AccountRow {
  const { reason } = account;
  return {
    id: account.id,
    name: account.name,
    account_email: account.accountEmail,
    state: account.state,
    reason: reason === null ? null : reasonWord(reason),
    reason_text: reason === null ? null : createReasonFormatter(locale)(reason, now).sentence,
    cooldown_until: moment(account.cooldownUntil),
    provider: account.provider,
    type: account.providerType,
    kind: account.kind,
    plan: planText(account.identity),
    place: account.place,
    enabled: account.enabled,
    token_expires_at: moment(account.tokenExpiresAt),
    last_used_at: moment(account.lastUsedAt),
    requests_total: account.requestsTotal,
    requests_today: account.requestsToday,
    failures_total: account.failuresTotal,
    open_requests: account.openRequests,
    windows: account.windows.map(({ name, utilization, resetsAt, status }) => ({
      name,
      utilization,
      resets_at: moment(resetsAt),
      status,
    })),
  };
}

const moment = (at: number | null) => (at === null ? null : rfc3339(at));
