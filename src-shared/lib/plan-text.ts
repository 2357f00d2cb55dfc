import type { AccountIdentity } from '../model/account.ts';

/**
 * The plan as its vendor writes it, e.g. "Max 20×", "Pro", "Team"; null where nothing is known. The tier
 * comes as `default_claude_max_20x`.
 */
export function planText(identity: AccountIdentity | null): string | null {
  const subscription = identity?.subscription;
  if (!subscription) return null;
  const name = subscription.charAt(0).toUpperCase() + subscription.slice(1);
  const factor = /_(\d+)x$/.exec(identity.rateLimitTier ?? '')?.[1];
  return factor === undefined ? name : `${name} ${factor}×`;
}
