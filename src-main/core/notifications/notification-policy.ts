import { assertNever } from '../../../src-shared/lib/assert-never.ts';
import type { NotificationSettings } from '../settings/settings.ts';
import { allResting } from './all-resting.ts';
import type { Notification } from './notification.ts';
import type { NotificationMemory } from './notification-memory.ts';
import type { Observation } from './observation.ts';
import { signInNeeded } from './sign-in-needed.ts';
import { switchedAway } from './switched.ts';
import { tokenEnding } from './token-ending.ts';
import { windowFilling } from './window-filling.ts';

/**
 * What a person is to be told after a look at the accounts, and what to remember so that none is told twice for
 * one cause. A kind that is off is remembered all the same: switching it on brings back no old news.
 */
export function decideNotifications(
  observation: Observation,
  memory: NotificationMemory,
  settings: NotificationSettings,
): { readonly memory: NotificationMemory; readonly notifications: readonly Notification[] } {
  const signIn = signInNeeded(observation, memory.signIn);
  const resting = allResting(observation, memory.resting);
  const switched = switchedAway(observation, memory.switched);
  const windows = windowFilling(observation, memory.windows);
  const tokens = tokenEnding(observation, memory.tokens);
  return {
    memory: {
      signIn: signIn.memory,
      resting: resting.memory,
      switched: switched.memory,
      windows: windows.memory,
      tokens: tokens.memory,
    },
    notifications: [signIn, resting, switched, windows, tokens]
      .flatMap(({ notifications }) => notifications)
      .filter(({ kind }) => isOn(kind, settings)),
  };
}

function isOn(kind: Notification['kind'], settings: NotificationSettings): boolean {
  switch (kind) {
    case 'sign-in-needed':
      return settings.signInNeeded;
    case 'all-resting':
      return settings.allResting;
    case 'switched':
      return settings.switched;
    case 'window-filling':
      return settings.windowFilling;
    case 'token-ending':
      return settings.tokenEnding;
    default:
      return assertNever(kind);
  }
}
