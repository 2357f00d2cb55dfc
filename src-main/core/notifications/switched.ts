import type { RoutingReason } from '../../../src-shared/model/routing-reason.ts';
import type { Notification } from './notification.ts';
import { named, type Observation, wantedAccounts } from './observation.ts';

/** The account that was told to be left; null once it has served again. */
export type SwitchMemory = string | null;

/**
 * Tells when requests move away from the first account of the order, once until it has served again. One that
 * needs its user is told of by another rule, and a limit of one model family moves only that family.
 */
export function switchedAway(
  observation: Observation,
  memory: SwitchMemory,
): { readonly memory: SwitchMemory; readonly notifications: readonly Notification[] } {
  const { strategy, accounts, served } = observation;
  const [first] = wantedAccounts(observation);
  // Other strategies know no first account.
  if (first === undefined || strategy !== 'priority') return { memory: null, notifications: [] };
  const back = served.some(({ accountId }) => accountId === first.id);
  const left = memory === first.id && !back ? memory : null;
  const { reason } = first;
  if (left !== null || reason === null || !isClosing(reason)) return { memory: left, notifications: [] };
  const instead = served.find(({ without }) => without.includes(first.id));
  const to = accounts.find(({ id }) => id === instead?.accountId);
  if (to === undefined) return { memory: left, notifications: [] };
  return {
    memory: first.id,
    notifications: [{ kind: 'switched', from: named(first), to: named(to), reason }],
  };
}

function isClosing(reason: RoutingReason): boolean {
  return reason.kind === 'ejected' || (reason.kind === 'cooling-down' && reason.scope.kind === 'account');
}
