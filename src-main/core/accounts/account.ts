import type { AccountKind } from '../../../src-shared/model/account.ts';
import type { ProviderEntry } from '../settings/settings.ts';
import type { AccountHealth } from './account-health.ts';

/**
 * One account as routing and the gateway see it: an immutable value that the registry replaces whole when
 * something about it changes, so that a reader may keep the one it has for the length of an attempt.
 */
export interface Account {
  readonly id: string;
  readonly name: string;
  /** Place in the user's order, from 1. */
  readonly place: number;
  readonly kind: AccountKind;
  /** The settings entry that this account comes from. */
  readonly entry: ProviderEntry;
  /** The email to look up: the entry's `account_email`, else the identity that signed in. */
  readonly email: string | null;
  /** True for subscription credentials while the terms note is not accepted. */
  readonly termsMissing: boolean;
  readonly health: AccountHealth;
}
