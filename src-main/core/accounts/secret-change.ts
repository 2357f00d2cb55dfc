import type { AuthSource } from '../settings/settings.ts';
import type { AccountHealth } from './account-health.ts';
import type { SecretInfo } from './account-secrets.ts';
import { reopening } from './ramp.ts';

/** What the presence of a secret, or another issue of it, does to an account's health. Times are ms since the epoch. */
export function healthWithSecret(
  health: AccountHealth,
  secret: SecretInfo | null,
  knownIssue: string | null,
  authKind: AuthSource['kind'],
  now: number,
): AccountHealth {
  if (secret === null) {
    const cause = authKind === 'oauth' ? 'not-signed-in' : 'secret-missing';
    return health.needsLogin?.cause === cause ? health : { ...health, needsLogin: { cause, since: now } };
  }
  if (knownIssue !== null && knownIssue !== secret.issue) return withNewIssue(health, now);
  const wasMissing =
    health.needsLogin?.cause === 'not-signed-in' || health.needsLogin?.cause === 'secret-missing';
  return wasMissing ? withoutNeedsLogin(health, now) : health;
}

/** Takes an account back into routing at `now` (ms since the epoch). */
export function withoutNeedsLogin(health: AccountHealth, now: number): AccountHealth {
  if (health.needsLogin === null) return health;
  return { ...health, needsLogin: null, reopened: reopening({ kind: 'account' }, now) };
}

/** Another sign-in or key ends whatever was held against the old one; a spent quota window outlives it. */
function withNewIssue(health: AccountHealth, now: number): AccountHealth {
  const cooldowns = health.cooldowns.filter((cooldown) => cooldown.cause.kind === 'quota');
  const unchanged =
    health.needsLogin === null &&
    cooldowns.length === health.cooldowns.length &&
    health.tokenRefusals === 0 &&
    health.creditRefusals === 0;
  if (unchanged) return health;
  return { ...withoutNeedsLogin(health, now), cooldowns, tokenRefusals: 0, creditRefusals: 0 };
}
