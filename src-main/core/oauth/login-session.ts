import { assertNever } from '../../../src-shared/lib/assert-never.ts';
import type { Failure } from '../lib/result.ts';
import type { CaptureWay } from './code-capture.ts';
import type { LoginFailureCode } from './oauth-failure.ts';
import type { SignedIn } from './sign-in.ts';

/**
 * Where a login session stands. It is used once: the first valid answer leads to one exchange, and from
 * `finished`, `failed`, `cancelled` and `expired` there is no way back.
 */
export type LoginStatus =
  | { readonly kind: 'open' }
  | { readonly kind: 'exchanging' }
  | { readonly kind: 'finished'; readonly signedIn: SignedIn }
  | { readonly kind: 'failed'; readonly failure: Failure<LoginFailureCode> }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'expired' };

export type LoginEvent =
  | { readonly kind: 'code-received' }
  | { readonly kind: 'signed-in'; readonly signedIn: SignedIn }
  | { readonly kind: 'failed'; readonly failure: Failure<LoginFailureCode> }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'deadline-passed' };

/** A login session as everybody outside the coordinator sees it; never a secret. Times are ms since the epoch. */
export interface LoginView {
  readonly loginId: string;
  readonly oauthProvider: string;
  /** The email that was asked for, or null. */
  readonly askedFor: string | null;
  readonly way: CaptureWay;
  readonly authorizationUrl: string;
  readonly instructions: string;
  readonly startedAt: number;
  readonly expiresAt: number;
  readonly status: LoginStatus;
}

/** The status after `event`, or null where the event has no place in it. */
export function nextStatus(status: LoginStatus, event: LoginEvent): LoginStatus | null {
  switch (status.kind) {
    case 'open':
      return fromOpen(event);
    case 'exchanging':
      return fromExchanging(event);
    case 'finished':
    case 'failed':
    case 'cancelled':
    case 'expired':
      return null;
    default:
      return assertNever(status);
  }
}

/** Whether nothing more can happen to the session. */
export function isOver(status: LoginStatus): boolean {
  return status.kind !== 'open' && status.kind !== 'exchanging';
}

function fromOpen(event: LoginEvent): LoginStatus | null {
  switch (event.kind) {
    case 'code-received':
      return { kind: 'exchanging' };
    case 'failed':
      return { kind: 'failed', failure: event.failure };
    case 'cancelled':
      return { kind: 'cancelled' };
    case 'deadline-passed':
      return { kind: 'expired' };
    case 'signed-in':
      return null;
    default:
      return assertNever(event);
  }
}

/** Once the code is on its way, neither the deadline nor a cancel can call it back. */
function fromExchanging(event: LoginEvent): LoginStatus | null {
  switch (event.kind) {
    case 'signed-in':
      return { kind: 'finished', signedIn: event.signedIn };
    case 'failed':
      return { kind: 'failed', failure: event.failure };
    case 'code-received':
    case 'cancelled':
    case 'deadline-passed':
      return null;
    default:
      return assertNever(event);
  }
}
