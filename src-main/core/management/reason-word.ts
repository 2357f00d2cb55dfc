import { assertNever } from '../../../src-shared/lib/assert-never.ts';
import type { RoutingReason } from '../../../src-shared/model/routing-reason.ts';

/**
 * The stable word for a reason, for scripts: `quota`, `out-of-credit`, `token-refused`, `throttled`, `ejected`,
 * `disabled`, `terms-not-accepted`, `outside-hours`, `at-capacity`, `not-for-this-key`, `ramping`, or what a sign-in
 * lacks (`refresh-token-invalid`, …).
 */
export function reasonWord(reason: RoutingReason): string {
  switch (reason.kind) {
    case 'cooling-down':
      return reason.cause.kind;
    case 'needs-login':
      return reason.cause;
    case 'disabled':
    case 'terms-not-accepted':
    case 'outside-hours':
    case 'at-capacity':
    case 'not-for-this-key':
    case 'throttled':
    case 'ejected':
    case 'ramping':
    case 'session-affinity':
    case 'waited-for-cache':
    case 'in-order':
    case 'round-robin':
    case 'least-used':
    case 'soonest-reset':
      return reason.kind;
    default:
      return assertNever(reason);
  }
}
