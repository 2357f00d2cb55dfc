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
  | { readonly kind: 'login-finished'; readonly result: 'succeeded' | 'failed'; readonly code: string | null }
  | { readonly kind: 'settings-changed' }
  | { readonly kind: 'settings-refused'; readonly message: string }
  | { readonly kind: 'gateway-changed' };
