/**
 * Owner of the accounts, their order and everything that answers have taught about them. Others read `list()`, an
 * immutable array that is replaced when something changes that routing cares for, and tell what happened through
 * `report`. Counters change with every request and are kept beside the list.
 */
import type { AccountIdentity, AccountSnapshot } from '../../../src-shared/model/account.ts';
import type { QuotaWindow } from '../../../src-shared/model/quota-window.ts';
import type { NeedsLoginCause } from '../../../src-shared/model/routing-reason.ts';
import type { EventBus } from '../events/event-bus.ts';
import type { Clock } from '../lib/clock.ts';
import type { Closer } from '../lib/closer.ts';
import type { AttemptOutcome } from '../providers/attempt-outcome.ts';
import type { PathKind } from '../providers/path-kind.ts';
import type { SettingsSource } from '../settings/settings.ts';
import type { Account } from './account.ts';
import { AccountBook, type AccountRecord } from './account-book.ts';
import { type AccountCounts, LocalDay } from './account-counters.ts';
import type { AccountHealth } from './account-health.ts';
import { listAccounts } from './account-list.ts';
import type { AccountSecrets, SecretInfo } from './account-secrets.ts';
import { snapshotOf } from './account-snapshot.ts';
import { ChangeTimer } from './change-timer.ts';
import { findAccounts } from './find-accounts.ts';
import { expire } from './health-expiry.ts';
import { reduceHealth } from './health-reducer.ts';
import { HoursWatch } from './hours-watch.ts';
import { mergeWindows } from './quota-windows.ts';
import { restrictionsOf, restrictsAlike } from './restrictions.ts';
import type { SavedAccount } from './saved-accounts.ts';
import { withoutNeedsLogin } from './secret-change.ts';
import { idForEntry, idForSignIn } from './sign-in-id.ts';

/** What the monitor of attempts is told beside the outcome. */
export interface ReportContext {
  readonly pathKind: PathKind;
  /** True where the refused token had just been refreshed, so that another refresh would not help. */
  readonly freshToken: boolean;
}

/** Where the registry's knowledge is stored; `AccountStateFile` is one. */
export interface AccountStore {
  readonly saved: readonly SavedAccount[];
  store(source: () => readonly SavedAccount[], withinMs: number): void;
}

export interface RegistryOptions {
  readonly settings: Pick<SettingsSource, 'current' | 'subscribe'>;
  readonly secrets: AccountSecrets;
  readonly store: AccountStore;
  readonly bus: EventBus;
  readonly clock: Clock;
}

/** How soon a change of health is stored, in ms. */
const STORE_HEALTH_WITHIN_MS = 1_000;
/** How soon counters and windows are stored, in ms; under load they change all the time. */
const STORE_COUNTS_WITHIN_MS = 10_000;
export class AccountRegistry implements Closer {
  readonly #settings: RegistryOptions['settings'];
  readonly #secrets: AccountSecrets;
  readonly #store: AccountStore;
  readonly #bus: EventBus;
  readonly #clock: Clock;
  readonly #book: AccountBook;
  readonly #day = new LocalDay();
  readonly #hours = new HoursWatch();
  readonly #timer: ChangeTimer;
  readonly #save = () => this.#book.save();
  readonly #subscription: Disposable;
  #list: readonly Account[] = [];
  #byId: ReadonlyMap<string, Account> = new Map();
  #secretInfos: ReadonlyMap<string, SecretInfo | null> = new Map();

  constructor(options: RegistryOptions) {
    this.#settings = options.settings;
    this.#secrets = options.secrets;
    this.#store = options.store;
    this.#bus = options.bus;
    this.#clock = options.clock;
    this.#book = new AccountBook(options.store.saved);
    this.#timer = new ChangeTimer(this.#clock, () => this.recheck());
    this.#synchronise();
    this.#subscription = this.#settings.subscribe(() => this.#synchronise());
  }

  /** All accounts in the user's order. The array never changes; a later call may return another one. */
  list(): readonly Account[] {
    return this.#list;
  }

  get(id: string): Account | null {
    return this.#byId.get(id) ?? null;
  }

  /** The accounts that a person means by `text`, an id, email or name; more than one where it is ambiguous. */
  find(text: string): readonly Account[] {
    return findAccounts(this.#list, text);
  }

  /** All accounts as the UI shows them at `now` (ms since the epoch). */
  snapshot(now: number): readonly AccountSnapshot[] {
    const dayStartsAt = this.#day.startOf(now);
    return this.#list.map((account) =>
      snapshotOf(account, this.#record(account.id), this.#secretOf(account), now, dayStartsAt),
    );
  }

  /** What an attempt at an account came to. Unknown ids (removed meanwhile) are ignored. */
  report(accountId: string, outcome: AttemptOutcome, context: ReportContext): void {
    const record = this.#book.get(accountId);
    if (!record) return;
    const now = this.#clock.now();
    record.counters.count(outcome, now, this.#day.startOf(now));
    if ('windows' in outcome) record.windows = mergeWindows(record.windows, outcome.windows, now);
    this.#storeWithin(STORE_COUNTS_WITHIN_MS);
    const account = this.#byId.get(accountId);
    if (!account) return;
    const health = reduceHealth(record.health, outcome, {
      now,
      failureTimeoutMs: account.entry.failureTimeoutMs,
      pathKind: context.pathKind,
      credential: account.kind !== 'oauth' ? 'fixed' : context.freshToken ? 'refreshed' : 'refreshable',
    });
    this.#update(account, record, health);
  }

  requestOpened(accountId: string): void {
    const record = this.#book.get(accountId);
    if (record) record.counters.openRequests++;
  }

  requestClosed(accountId: string): void {
    const record = this.#book.get(accountId);
    if (record && record.counters.openRequests > 0) record.counters.openRequests--;
  }

  /** Takes a reading of quota windows that did not come with an answer. */
  recordWindows(accountId: string, windows: readonly QuotaWindow[]): void {
    const record = this.#book.get(accountId);
    if (!record || windows.length === 0) return;
    record.windows = mergeWindows(record.windows, windows, this.#clock.now());
    this.#storeWithin(STORE_COUNTS_WITHIN_MS);
    this.#bus.emit({ kind: 'accounts-replaced' });
  }

  /** The quota windows of an account as last read. */
  windows(accountId: string): readonly QuotaWindow[] {
    return this.#book.get(accountId)?.windows ?? [];
  }

  /** Requests that an account got in the five hours before `now` (ms since the epoch). */
  requestsLastFiveHours(accountId: string, now: number): number {
    return this.#book.get(accountId)?.counters.requestsLastFiveHours(now) ?? 0;
  }

  /** Proxied requests that are in flight at an account. */
  openRequests(accountId: string): number {
    return this.#book.get(accountId)?.counters.openRequests ?? 0;
  }

  /** Live counters of an account, or null. */
  counts(accountId: string): AccountCounts | null {
    return this.#book.get(accountId)?.counters ?? null;
  }

  /** Takes an account out of routing until its user acts. */
  markNeedsLogin(accountId: string, cause: NeedsLoginCause): void {
    this.#change(accountId, (health, now) =>
      health.needsLogin?.cause === cause ? health : { ...health, needsLogin: { cause, since: now } },
    );
  }

  /** Takes an account back into routing. A new sign-in or key does that by itself, through `secretsChanged`. */
  clearNeedsLogin(accountId: string): void {
    this.#change(accountId, withoutNeedsLogin);
  }

  /** The id under which the token set of a sign-in belongs in the vault; null where no entry would have it. Writes nothing. */
  accountIdForSignIn(oauthProvider: string, identity: AccountIdentity): string | null {
    const { providers } = this.#settings.current();
    return idForSignIn(this.#book, this.#secrets.signedIn(), providers, oauthProvider, identity);
  }

  /** The id that an account of the entry called `name` has, or will have once the settings name it. Writes nothing. */
  idForEntry(name: string, email: string | null): string {
    return idForEntry(this.#book, this.#secrets.signedIn(), name, email);
  }

  /** To be called after secrets were added, replaced or removed in the vault. */
  secretsChanged(): void {
    this.#synchronise();
  }

  /** Forgets id, counts and health of an account that the settings no longer name. */
  forget(accountId: string): void {
    if (this.#byId.has(accountId)) return;
    this.#book.remove(accountId);
    this.#storeWithin(STORE_HEALTH_WITHIN_MS);
  }

  /** Ends what is over by now; to be called when the machine wakes up. Otherwise a timer does it. */
  recheck(): void {
    const now = this.#clock.now();
    for (const account of this.#list) {
      const record = this.#record(account.id);
      this.#update(account, record, expire(record.health, now));
    }
    for (const account of this.#hours.turned(this.#list, now)) this.#announce(account);
    this.#timer.arm(this.#list);
  }

  /** Stops listening and asks to have the last state stored; the store is closed by its owner. */
  async close(): Promise<void> {
    this.#subscription[Symbol.dispose]();
    this.#timer[Symbol.dispose]();
    this.#storeWithin(0);
  }

  #change(accountId: string, change: (health: AccountHealth, now: number) => AccountHealth): void {
    const account = this.#byId.get(accountId);
    if (!account) return;
    const record = this.#record(accountId);
    this.#update(account, record, change(record.health, this.#clock.now()));
  }

  /** Puts a new health in force: another list, the timer, the store, and the fact for whoever listens. */
  #update(account: Account, record: AccountRecord, health: AccountHealth): void {
    if (health === record.health) return;
    const before = record.health;
    const changed: Account = { ...account, health };
    record.health = health;
    this.#replaceList(this.#list.map((one) => (one === account ? changed : one)));
    this.#storeWithin(STORE_HEALTH_WITHIN_MS);
    const alike = restrictsAlike(before, health);
    if (alike && before.reopened === health.reopened) return;
    this.#timer.arm(this.#list);
    if (!alike) this.#announce(changed);
  }

  #synchronise(): void {
    const before = this.#list;
    const known = this.#byId;
    const now = this.#clock.now();
    const listed = listAccounts(
      this.#settings.current(),
      this.#secrets,
      this.#book,
      (id) => known.get(id),
      now,
    );
    this.#secretInfos = new Map(listed.map(({ account, secret }) => [account.id, secret]));
    this.#storeWithin(STORE_HEALTH_WITHIN_MS);
    if (listed.length === before.length && listed.every(({ account }, index) => account === before[index]))
      return;
    this.#replaceList(listed.map(({ account }) => account));
    this.#hours.turned(this.#list, now);
    this.#timer.arm(this.#list);
    this.#bus.emit({ kind: 'accounts-replaced' });
    for (const account of this.#list) {
      const old = known.get(account.id);
      if (old && !restrictsAlike(old.health, account.health)) this.#announce(account);
    }
  }

  #replaceList(list: readonly Account[]): void {
    this.#list = list;
    this.#byId = new Map(list.map((account) => [account.id, account]));
  }

  #announce(account: Account): void {
    const reason = restrictionsOf(account, this.#clock.now())[0] ?? null;
    this.#bus.emit({ kind: 'account-changed', accountId: account.id, reason });
  }

  #storeWithin(ms: number): void {
    this.#store.store(this.#save, ms);
  }

  #record(id: string): AccountRecord {
    return this.#book.get(id)!;
  }

  /** A token set's expiry moves with every refresh, so it is read anew; other secrets stand still between two syncs. */
  #secretOf(account: Account): SecretInfo | null {
    if (account.kind === 'oauth') return this.#secrets.secretInfo(account.id, account.entry);
    return this.#secretInfos.get(account.id) ?? null;
  }
}
