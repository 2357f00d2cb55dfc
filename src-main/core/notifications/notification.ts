import type { RoutingReason } from '../../../src-shared/model/routing-reason.ts';

/** An account as a notification names it. */
export interface NamedAccount {
  readonly id: string;
  readonly name: string;
}

/** Something that is worth interrupting a person for. Times are ms since the epoch; nothing in it is secret. */
export type Notification =
  /** Accounts left routing until their user acts; the first one's reason stands for all. */
  | {
      readonly kind: 'sign-in-needed';
      readonly accounts: readonly [NamedAccount, ...NamedAccount[]];
      readonly reason: RoutingReason;
    }
  /** Nobody may serve; `account` is back first. */
  | { readonly kind: 'all-resting'; readonly account: NamedAccount; readonly nextAt: number }
  /** The first account of the order is closed, and another one has answered a request that it would have had. */
  | {
      readonly kind: 'switched';
      readonly from: NamedAccount;
      readonly to: NamedAccount;
      readonly reason: RoutingReason;
    }
  /** A share of a quota window, 0–1, is used. */
  | {
      readonly kind: 'window-filling';
      readonly account: NamedAccount;
      readonly window: string;
      readonly share: number;
      readonly resetsAt: number | null;
    }
  /** A token that nobody can renew but its user ends soon. */
  | { readonly kind: 'token-ending'; readonly account: NamedAccount; readonly endsAt: number };
