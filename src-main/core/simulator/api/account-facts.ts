import type { LiveAccount } from '../account/live-account.ts';
import type { QuotaReading } from '../account/quota-windows.ts';
import { type Answer, jsonAnswer } from '../wire/answer.ts';

/** `GET /api/oauth/profile`: who signed in and on which plan. */
export function profileAnswer(account: LiveAccount): Answer {
  return jsonAnswer(200, {
    account: {
      uuid: account.uuid,
      email: account.email,
      display_name: account.name,
      full_name: account.name,
      created_at: '2025-01-01T00:00:00Z',
    },
    organization: {
      uuid: account.organizationUuid,
      name: account.organizationName,
      organization_type: `claude_${account.plan}`,
      rate_limit_tier: account.plan === 'max' ? 'default_claude_max_20x' : 'default_claude_ai',
      seat_tier: null,
      billing_type: 'stripe_subscription',
      has_extra_usage_enabled: account.overage.status === 'allowed',
      subscription_created_at: '2025-01-01T00:00:00Z',
      cc_onboarding_flags: {},
    },
  });
}

/** `GET /api/oauth/usage`: every limit in percent; one that the account does not have is all null. */
export function usageAnswer(account: LiveAccount, now: number): Answer {
  const readings = account.quotas.readings(now);
  const window = (name: string) => {
    const reading = readings.find(({ claim }) => claim === name);
    return reading
      ? { utilization: percent(reading), resets_at: resetText(reading) }
      : { utilization: null, resets_at: null };
  };
  return jsonAnswer(200, {
    five_hour: window('five_hour'),
    seven_day: window('seven_day'),
    seven_day_oauth_apps: window('seven_day_oauth_apps'),
    seven_day_opus: window('seven_day_opus'),
    seven_day_sonnet: window('seven_day_sonnet'),
    extra_usage: {
      is_enabled: account.overage.status === 'allowed',
      monthly_limit: null,
      used_credits: null,
      utilization: null,
    },
    limits: readings.map((reading) => ({
      kind: reading.claim,
      group: reading.claim === 'five_hour' ? 'session' : 'weekly',
      percent: percent(reading),
      resets_at: resetText(reading),
      severity: reading.status === 'allowed' ? 'normal' : 'warning',
      is_active: reading.status === 'rejected',
      scope: null,
    })),
  });
}

const percent = ({ utilization }: QuotaReading): number => Number((utilization * 100).toFixed(2));
const resetText = ({ resetsAt }: QuotaReading): string => new Date(resetsAt).toISOString();
