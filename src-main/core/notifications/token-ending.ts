import type { Notification } from './notification.ts';
import { named, type Observation, wantedAccounts } from './observation.ts';

/** What was told of each account's token. */
export type TokenMemory = Readonly<Record<string, ToldToken>>;

export interface ToldToken {
  readonly endsAt: number;
  readonly daysAhead: number;
}

const DAY_MS = 24 * 60 * 60_000;
/** How long before its end a token is told of, in days, the nearest first. */
const DAYS_AHEAD: readonly number[] = [1, 3, 14];

/** Tells two weeks, three days and a day before a setup token ends; a sign-in renews itself and is not told. */
export function tokenEnding(
  observation: Observation,
  memory: TokenMemory,
): { readonly memory: TokenMemory; readonly notifications: readonly Notification[] } {
  const told: Record<string, ToldToken> = {};
  const notifications: Notification[] = [];
  for (const account of wantedAccounts(observation)) {
    const { tokenExpiresAt: endsAt } = account;
    if (account.kind !== 'setup-token' || endsAt === null) continue;
    const leftMs = endsAt - observation.now;
    const daysAhead = DAYS_AHEAD.find((days) => leftMs <= days * DAY_MS);
    // Once it has ended, its upstream refuses it, and that is told as a key that is needed.
    if (daysAhead === undefined || leftMs <= 0) continue;
    told[account.id] = { endsAt, daysAhead };
    const before = memory[account.id];
    if (before?.endsAt === endsAt && before.daysAhead <= daysAhead) continue;
    notifications.push({ kind: 'token-ending', account: named(account), endsAt });
  }
  return { memory: told, notifications };
}
