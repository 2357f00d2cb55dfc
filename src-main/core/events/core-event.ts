import type { Localized } from '../../../src-shared/i18n/localized.ts';
import type { RequestFacts } from '../../../src-shared/model/request-facts.ts';
import type { RoutingReason } from '../../../src-shared/model/routing-reason.ts';

/** Facts in the past tense. Owners publish them; recorder, notifications and the snapshot feed each hear them. */
export type CoreEvent =
  | { readonly kind: 'request-finished'; readonly facts: RequestFacts }
  /** An account's restrictions changed; `reason` is null when the last one ended. */
  | { readonly kind: 'account-changed'; readonly accountId: string; readonly reason: RoutingReason | null }
  | { readonly kind: 'accounts-replaced' }
  | {
      readonly kind: 'token-refreshed';
      readonly accountId: string;
      readonly result: 'succeeded' | 'failed';
      readonly code: string | null;
    }
  /** Accounts whose newest token set is only in memory, because the disk refused it; none once all are stored. */
  | { readonly kind: 'sign-ins-held'; readonly accountIds: readonly string[] }
  | { readonly kind: 'login-finished'; readonly result: 'succeeded' | 'failed'; readonly code: string | null }
  /** A sign-in began, went on in another way, or ended. */
  | { readonly kind: 'logins-changed' }
  /** Another list of notices stands. */
  | { readonly kind: 'notices-changed' }
  /** The usage history cannot be written; `code` is SQLite's or the system's, or `newer-version`. Told once per trouble. */
  | { readonly kind: 'history-unavailable'; readonly code: string }
  /** The usage history is written again. */
  | { readonly kind: 'history-available' }
  /** The history's file was damaged and a new one begun; `file` is where the old one lies, null where it could not be moved. */
  | { readonly kind: 'history-set-aside'; readonly file: string | null }
  | { readonly kind: 'settings-changed' }
  | { readonly kind: 'settings-refused'; readonly texts: Localized }
  | { readonly kind: 'gateway-changed' }
  /** A client key was replaced, made or removed. */
  | { readonly kind: 'client-keys-changed' }
  /** The admin token was replaced; the old one opens nothing any more. */
  | { readonly kind: 'admin-token-changed' };
