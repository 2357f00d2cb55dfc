import type { ErrorCode } from '../../../src-shared/contract/error-codes.ts';
import type { AccountIdentity, AccountSnapshot } from '../../../src-shared/model/account.ts';
import type { RequestFacts } from '../../../src-shared/model/request-facts.ts';
import type { RoutingPlan } from '../../../src-shared/model/routing-reason.ts';
import type { Snapshot } from '../../../src-shared/model/snapshot.ts';
import type { Clock } from '../lib/clock.ts';
import type { Result } from '../lib/result.ts';
import type { Secret } from '../lib/secret.ts';
import type { LoginCoordinator } from '../oauth/login-coordinator.ts';
import type { SettingsSource } from '../settings/settings.ts';

/**
 * Everything that the management handlers need from the core, and nothing else. `create-core` joins it out
 * of registry, vault, router and the rest; failures carry codes of the contract and sentences in English.
 * Times are ms since the epoch.
 */
export interface ManagementServices {
  readonly version: string;
  readonly clock: Pick<Clock, 'now'>;
  readonly settings: Pick<SettingsSource, 'current' | 'origin'>;
  readonly snapshot: { current(): Snapshot };
  readonly accounts: AccountsService;
  readonly signIns: SignInsService;
  /** Sign-ins on their way. */
  readonly logins: Pick<LoginCoordinator, 'begin' | 'switchCapture' | 'complete' | 'cancel' | 'list'>;
  readonly router: { explain(request: ExplainRequest): RoutingPlan };
  readonly gateway: { pause(): void; resume(): void };
  readonly keys: KeysService;
  readonly terms: TermsService;
  /** Newest first. */
  readonly requests: { recent(limit: number): readonly RequestFacts[] };
}

/** The list of accounts and its order. Every change is in the settings when the promise resolves. */
export interface AccountsService {
  /** In the user's order. */
  list(): readonly AccountSnapshot[];
  /** Puts the secret into the vault first, then the entry into the settings. */
  add(account: NewKeyAccount): Promise<Result<{ readonly accountId: string }, ErrorCode>>;
  /** Takes all ids, in the new order. */
  reorder(accountIds: readonly string[]): Promise<Result<void, ErrorCode>>;
  setEnabled(accountIds: readonly string[], enabled: boolean): Promise<Result<void, ErrorCode>>;
  rename(accountId: string, name: string): Promise<Result<void, ErrorCode>>;
  /** Removes the entries, and the secrets that only they used. */
  remove(accountIds: readonly string[]): Promise<Result<void, ErrorCode>>;
}

/** An account that authenticates with a key, everything decided. */
export interface NewKeyAccount {
  readonly name: string;
  readonly provider: string;
  readonly type: 'anthropic' | 'compatible';
  readonly baseUrl: string;
  readonly authType: 'api_key' | 'auth_token';
  readonly key: Secret;
}

/** Token sets that are in the vault. */
export interface SignInsService {
  list(): readonly SignIn[];
  /** One refresh now, shared with whoever else is refreshing this account. */
  refresh(accountId: string): Promise<Result<{ readonly expiresAt: number | null }, ErrorCode>>;
  signOut(accountId: string): Promise<Result<void, ErrorCode>>;
}

/** One token set without its tokens. */
export interface SignIn {
  readonly accountId: string;
  readonly accountName: string;
  readonly provider: string;
  readonly identity: AccountIdentity;
  readonly scopes: readonly string[];
  /** End of the access token; null where the provider named none. */
  readonly expiresAt: number | null;
  readonly signedInAt: number;
  readonly refreshedAt: number;
}

/** What is asked of the router. */
export interface ExplainRequest {
  readonly model: string | null;
  readonly sessionId: string | null;
}

/** The two keys that Rota makes itself. */
export interface KeysService {
  show(which: KeyKind): Secret;
  /** The new key is durable when the promise resolves. */
  rotate(which: KeyKind): Promise<Result<Secret, ErrorCode>>;
}

export type KeyKind = 'client' | 'admin';

/** Writes the person's decision to the settings. */
export interface TermsService {
  accept(): Promise<Result<void, ErrorCode>>;
  withdraw(): Promise<Result<void, ErrorCode>>;
}
