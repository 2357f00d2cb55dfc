import { describe, expect, it } from 'vitest';
import { planText } from '../../../src-shared/lib/plan-text.ts';

const identity = (subscription: string | null, rateLimitTier: string | null) => ({
  email: null,
  accountUuid: null,
  organizationUuid: null,
  organizationName: null,
  subscription,
  rateLimitTier,
});

describe('the plan of a subscription', () => {
  it.each([
    ['max', 'default_claude_max_20x', 'Max 20×'],
    ['max', 'default_claude_max_5x', 'Max 5×'],
    ['pro', 'default_claude_ai', 'Pro'],
    ['team', null, 'Team'],
  ])('%s with tier %s is "%s"', (subscription, tier, text) => {
    expect(planText(identity(subscription, tier))).toBe(text);
  });

  it('is left open where nobody told', () => {
    expect(planText(null)).toBeNull();
    expect(planText(identity(null, 'default_claude_max_20x'))).toBeNull();
  });
});
