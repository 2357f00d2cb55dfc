import { assertNever } from '../../../src-shared/lib/assert-never.ts';
import type { RoutingReason } from '../../../src-shared/model/routing-reason.ts';

/**
 * The stable word for a reason, for scripts: `quota`, `out-of-credit`, `token-refused`, `throttled`,
 * `ejected`, `disabled`, `terms-not-accepted`, or what a sign-in lacks (`refresh-token-invalid`, …).
 */
export function reasonWord(reason: RoutingReason): string {
  switch (reason.kind) {
    case 'cooling-down':
      return reason.cause.kind;
    case 'needs-login':
      return reason.cause;
    case 'disabled':
    case 'terms-not-accepted':
    case 'throttled':
    case 'ejected':
    case 'session-affinity':
    case 'in-order':
    case 'round-robin':
    case 'least-used':
    case 'soonest-reset':
      return reason.kind;
    default:
      return assertNever(reason);
  }
}
