import type { QuotaWindow } from '../../../src-shared/model/quota-window.ts';
import type { Notification } from './notification.ts';
import { named, type Observation, wantedAccounts } from './observation.ts';

/** What was told of each window, by account id and window name. */
export type WindowMemory = Readonly<Record<string, ToldWindow>>;

export interface ToldWindow {
  readonly share: number;
  readonly resetsAt: number | null;
}

/** Shares of a window that are told, the highest first. */
const STEPS: readonly number[] = [0.95, 0.8];
/** A window whose end nobody named is a new one when less than this is used of it. */
const AFRESH_BELOW = 0.5;
/** Two readings of one window may name ends this far apart, in ms; windows last five hours at least. */
const SAME_END_MS = 60 * 60_000;
/** Windows of hours and days, e.g. `5h` and `7d_opus`; those of an API key last a minute and are no news. */
const LONG_WINDOW = /^\d+[hd](_|$)/;

/** Tells when 80 % and when 95 % of a window is used; of a window that jumps past both only the higher. */
export function windowFilling(
  observation: Observation,
  memory: WindowMemory,
): { readonly memory: WindowMemory; readonly notifications: readonly Notification[] } {
  const told: Record<string, ToldWindow> = {};
  const notifications: Notification[] = [];
  for (const account of wantedAccounts(observation)) {
    // A spent account rests, and its rest is told by itself.
    const isResting = account.reason?.kind === 'cooling-down';
    for (const window of account.windows) {
      if (!LONG_WINDOW.test(window.name) || isOver(window.resetsAt, observation.now)) continue;
      const key = `${account.id} ${window.name}`;
      const before = memory[key];
      const same = before !== undefined && isSame(before, window) ? before : null;
      const step = STEPS.find((share) => (window.utilization ?? 0) >= share) ?? 0;
      const share = Math.max(step, same?.share ?? 0);
      if (share === 0) continue;
      told[key] = { share, resetsAt: window.resetsAt ?? same?.resetsAt ?? null };
      if (share === same?.share || isResting) continue;
      const { name, resetsAt } = window;
      notifications.push({ kind: 'window-filling', account: named(account), window: name, share, resetsAt });
    }
  }
  return { memory: told, notifications };
}

function isOver(resetsAt: number | null, now: number): boolean {
  return resetsAt !== null && resetsAt <= now;
}

function isSame(told: ToldWindow, { utilization, resetsAt }: QuotaWindow): boolean {
  if (told.resetsAt === null || resetsAt === null) return (utilization ?? 1) >= AFRESH_BELOW;
  return Math.abs(told.resetsAt - resetsAt) < SAME_END_MS;
}
