import { unifiedHeaders } from '../account/limit-headers.ts';
import type { QuotaReading } from '../account/quota-windows.ts';
import { type Answer, errorAnswer } from '../wire/answer.ts';

/** The vendor's 429 for a spent limit, whatever the account has really used. */
export function quotaAnswer(readings: readonly QuotaReading[], requestId: string): Answer {
  const message = "This request would exceed your account's rate limit. Please try again later.";
  return errorAnswer(429, 'rate_limit_error', message, requestId, [
    ...unifiedHeaders(readings, { status: 'rejected', disabledReason: 'org_level_disabled' }),
    ['x-should-retry', 'true'],
  ]);
}
