import type { Notification } from '../../../src-main/core/notifications/notification.ts';
import {
  NOTHING_TOLD,
  type NotificationMemory,
} from '../../../src-main/core/notifications/notification-memory.ts';
import { decideNotifications } from '../../../src-main/core/notifications/notification-policy.ts';
import type { Observation } from '../../../src-main/core/notifications/observation.ts';
import type { NotificationSettings } from '../../../src-main/core/settings/settings.ts';
import type { AccountSnapshot } from '../../../src-shared/model/account.ts';
import type { QuotaWindow } from '../../../src-shared/model/quota-window.ts';
import type { RoutingReason } from '../../../src-shared/model/routing-reason.ts';
import { account, NOW } from '../management/fixtures.ts';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

export const ALL_ON: NotificationSettings = {
  signInNeeded: true,
  allResting: true,
  switched: true,
  windowFilling: true,
  tokenEnding: true,
};

/** Accounts called by their ids, in this order. */
export function fleet(...changes: readonly (Partial<AccountSnapshot> & { readonly id: string })[]) {
  return changes.map((change, index) => account({ place: index + 1, name: change.id, ...change }));
}

/** An account with this as its weightiest reason. */
export function because(reason: RoutingReason): Partial<AccountSnapshot> {
  const state = reason.kind === 'needs-login' ? 'needs-login' : 'cooling-down';
  return { state, reason, restrictions: [reason] };
}

export const resting = (untilMs: number, since = NOW): RoutingReason => ({
  kind: 'cooling-down',
  cause: { kind: 'quota', claim: 'five_hour' },
  scope: { kind: 'account' },
  since,
  until: NOW + untilMs,
});

export const needsLogin = (since = NOW): RoutingReason => ({
  kind: 'needs-login',
  cause: 'refresh-token-invalid',
  since,
});

export const filled = (name: string, utilization: number | null, resetsAt: number | null): QuotaWindow => ({
  name,
  utilization,
  resetsAt,
  status: null,
  source: 'response-headers',
  readAt: NOW,
});

/** The policy over several looks, with its memory in between. */
export class Watched {
  memory: NotificationMemory = NOTHING_TOLD;
  readonly #settings: NotificationSettings;

  constructor(settings: Partial<NotificationSettings> = {}) {
    this.#settings = { ...ALL_ON, ...settings };
  }

  look(accounts: readonly AccountSnapshot[], more: Partial<Observation> = {}): readonly Notification[] {
    const observation: Observation = { now: NOW, strategy: 'priority', served: [], accounts, ...more };
    const decided = decideNotifications(observation, this.memory, this.#settings);
    this.memory = decided.memory;
    return decided.notifications;
  }
}
