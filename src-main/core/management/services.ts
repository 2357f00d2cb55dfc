import type { HandlerInput, ProcedureOutput } from '../../../src-shared/contract/contract.ts';
import type { ErrorCode } from '../../../src-shared/contract/error-codes.ts';
import type { Localized } from '../../../src-shared/i18n/localized.ts';
import type { AccountIdentity, AccountSnapshot } from '../../../src-shared/model/account.ts';
import type { RequestFacts } from '../../../src-shared/model/request-facts.ts';
import type { RoutingPlan } from '../../../src-shared/model/routing-reason.ts';
import type { Snapshot } from '../../../src-shared/model/snapshot.ts';
import type { ClaudeCodeDesk } from '../claude-code/claude-code-desk.ts';
import type { DoctorQuestion } from '../doctor/doctor-desk.ts';
import type { CheckResult } from '../doctor/run-checks.ts';
import type { Clock } from '../lib/clock.ts';
import type { Result } from '../lib/result.ts';
import type { Secret } from '../lib/secret.ts';
import type { Logs } from '../logging/logs.ts';
import type { LoginCoordinator } from '../oauth/login-coordinator.ts';
import type { BoundKey } from '../routing/bound-key.ts';
import type { SettingsSource } from '../settings/settings.ts';
import type { UsageDesk } from '../usage/usage-desk.ts';

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
  readonly keyTrials: KeyTrialService;
  readonly signIns: SignInsService;
  /** Sign-ins on their way. */
  readonly logins: Pick<LoginCoordinator, 'begin' | 'switchCapture' | 'complete' | 'cancel' | 'list'>;
  readonly router: { explain(request: ExplainRequest): RoutingPlan };
  readonly gateway: GatewayService;
  readonly keys: KeysService;
  readonly terms: TermsService;
  readonly masterKey: MasterKeyService;
  readonly shell: ShellService;
  readonly claudeCode: ClaudeCodeService;
  readonly routes: RoutesService;
  /** Edits of the settings as a whole; `settings` is how they are read. */
  readonly settingsEdits: SettingsEditsService;
  /** Newest first. */
  readonly requests: {
    recent(limit: number): Promise<readonly RequestFacts[]>;
    find(id: string): Promise<RequestFacts | null>;
  };
  readonly usage: Pick<UsageDesk, 'report' | 'windows' | 'prices' | 'setPrices'>;
  readonly logs: Pick<Logs, 'recent'>;
  readonly doctor: DoctorService;
  readonly reports: ReportsService;
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
  /** Removes the entries with their secrets; for ten minutes `restore` undoes it. */
  remove(accountIds: readonly string[]): Promise<Result<void, ErrorCode>>;
  /** Puts removed accounts back, all of them or none. */
  restore(accountIds: readonly string[]): Promise<Result<void, ErrorCode>>;
  /** Writes another key over the one in the vault. */
  replaceKey(accountId: string, key: Secret): Promise<Result<void, ErrorCode>>;
  /** What is absent stays; null goes back to the default. */
  configure(
    accountId: string,
    change: Omit<HandlerInput<'accounts.configure'>, 'account'>,
  ): Promise<Result<void, ErrorCode>>;
}

/** Tries a key at its upstream before it is stored anywhere. */
export interface KeyTrialService {
  try(trial: KeyTrial): Promise<ProcedureOutput<'accounts.testKey'>>;
}

export interface KeyTrial {
  readonly baseUrl: string;
  readonly authType: 'api_key' | 'auth_token';
  readonly key: Secret;
  /** null = the system's environment, `none` = direct. */
  readonly proxy: string | null;
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
  /** The bound client key that the request would carry; null for the key of the installation. */
  readonly key: BoundKey | null;
}

/** The gateway as a whole. */
export interface GatewayService {
  pause(): void;
  resume(): void;
  /** Sends one short message through the gateway as a client would. */
  test(model: string | null): Promise<ProcedureOutput<'gateway.test'>>;
}

/** The keys that Rota makes itself. */
export interface KeysService {
  readonly bound: BoundKeysService;
  show(which: KeyKind): Secret;
  /** The new key is durable when the promise resolves. */
  rotate(which: KeyKind): Promise<Result<Secret, ErrorCode>>;
}

export type KeyKind = 'client' | 'admin';

/** A client key that leads to some of the accounts only. Accounts that were removed may still be among the ids. */
export interface BoundClientKey {
  readonly name: string;
  readonly accountIds: readonly string[];
  readonly createdAt: number;
}

/** Client keys that lead to some of the accounts only; names compare without regard to case. */
export interface BoundKeysService {
  /** By name. */
  list(): readonly BoundClientKey[];
  find(name: string): BoundKey | null;
  show(name: string): Secret | null;
  /** Makes the key, or binds the one of that name anew; then its value stays. Durable when the promise resolves. */
  bind(name: string, accountIds: readonly string[]): Promise<Result<Secret, ErrorCode>>;
  /** Fails with `key_unknown` where there is none of that name. */
  rotate(name: string): Promise<Result<Secret, ErrorCode>>;
  remove(name: string): Promise<Result<void, ErrorCode>>;
}

/** The key that the vault is sealed with. */
export interface MasterKeyService {
  /** Puts the vault under a new key; a failure leaves it as readable as before. */
  rotate(): Promise<Result<void, ErrorCode>>;
}

/** Writes the person's decision to the settings. */
export interface TermsService {
  accept(): Promise<Result<void, ErrorCode>>;
  withdraw(): Promise<Result<void, ErrorCode>>;
}

/** Edits of the model routes. In the settings, and in force for the next request, when the promise resolves. */
export interface RoutesService {
  /** Adds a route, or replaces the one with this pattern (or with `formerPattern`). */
  save(route: HandlerInput<'routes.save'>): Promise<Result<void, ErrorCode>>;
  /** Moves a candidate from one route into another in one edit: where it fails, both are as they were. */
  move(move: HandlerInput<'routes.move'>): Promise<Result<void, ErrorCode>>;
  /** Fails with `route_unknown` where no route has this pattern. */
  remove(pattern: string): Promise<Result<void, ErrorCode>>;
}

/** Edits of the settings beside accounts and routes. */
export interface SettingsEditsService {
  /** All of `change` or none; what is left out stays. */
  update(
    change: HandlerInput<'settings.update'>,
  ): Promise<Result<ProcedureOutput<'settings.update'>, ErrorCode>>;
  /** The settings as YAML, without any secret. */
  exportYaml(): Promise<string>;
  import(file: HandlerInput<'settings.import'>): Promise<Result<ImportReport, ErrorCode>>;
  /** General settings back to their defaults; accounts, routes and the decision on the terms stay. */
  reset(): Promise<Result<void, ErrorCode>>;
}

/** What an import does or would do, its warnings in every language. */
export type ImportReport = Omit<ProcedureOutput<'settings.import'>, 'warnings'> & {
  readonly warnings: readonly Localized[];
};

/** What only the shell around the core can do; see `ShellPort`. */
export interface ShellService {
  readonly kind: 'app' | 'headless';
  readonly dataFolder: string;
  readonly logFolder: string | null;
  readonly loginMethods: readonly ('window' | 'browser' | 'paste')[];
  /** Only whether it is there counts here. */
  readonly notify: unknown;
  startAtLogin(): boolean | null;
  setStartAtLogin(on: boolean): Promise<Result<void, ErrorCode>>;
  openFolder(path: string): Promise<Result<void, ErrorCode>>;
  readonly checkForUpdate: (() => Promise<Result<string | null, ErrorCode>>) | null;
  startDemo(): Promise<Result<void, ErrorCode>>;
}

/** Claude Code's settings files, and what is installed of it. */
export interface ClaudeCodeService
  extends Pick<ClaudeCodeDesk, 'standings' | 'preview' | 'previewDisconnect' | 'connect' | 'disconnect'> {
  /** e.g. `2.1.330`; null where none is found. */
  version(): Promise<string | null>;
  /** `ANTHROPIC_BASE_URL` in the environment of this process. */
  readonly environmentBaseUrl: string | null;
}

/** Looks at everything that may be wrong. */
export interface DoctorService {
  run(question: DoctorQuestion): Promise<readonly CheckResult[]>;
}

/** Reports for others to read. */
export interface ReportsService {
  /** Taken out of every path in a report. */
  readonly homeDir: string;
  readonly machine: Readonly<Record<'platform' | 'osRelease' | 'architecture' | 'node', string>>;
  /** Writes a report into the data folder and resolves with its path. */
  write(report: unknown): Promise<Result<string, ErrorCode>>;
}
