import type { ErrorCode } from '../../../src-shared/contract/error-codes.ts';
import type { AccountSnapshot } from '../../../src-shared/model/account.ts';
import type { Account } from '../accounts/account.ts';
import type { AccountRegistry } from '../accounts/account-registry.ts';
import type { Clock } from '../lib/clock.ts';
import type { Closer } from '../lib/closer.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import type { Secret } from '../lib/secret.ts';
import type { AccountsService, NewKeyAccount } from '../management/services.ts';
import type { RotaCredentialSource } from '../oauth/credential-source.ts';
import { isSubscriptionToken } from '../providers/subscription-token.ts';
import {
  addProvider,
  configureProvider,
  type EntryRef,
  names,
  removeProvider,
  renameProvider,
  setEnabled,
  setOrder,
  takeFromVault,
} from '../settings/document-edits.ts';
import { putBack } from '../settings/put-back.ts';
import type { SettingsDocument } from '../settings/settings-document.ts';
import type { Vault, VaultRecord } from '../vault/vault-port.ts';
import { type RemovedAccount, RemovedAccounts } from './removed-accounts.ts';
import type { SettingsCommands } from './settings-commands.ts';

interface AccountsDeskOptions {
  readonly registry: AccountRegistry;
  readonly vault: Vault;
  readonly settings: SettingsCommands;
  readonly credentials: Pick<RotaCredentialSource, 'newestTokenSet' | 'onRotated'>;
  readonly clock: Pick<Clock, 'now' | 'after'>;
}

/** Carries out what people do with accounts: an edit of the settings, and of the vault where a secret is meant. */
export class AccountsDesk implements AccountsService, Closer {
  readonly #options: AccountsDeskOptions;
  readonly #removed: RemovedAccounts;
  readonly #rotations: Disposable;

  constructor(options: AccountsDeskOptions) {
    this.#options = options;
    this.#removed = new RemovedAccounts(options.clock, (accountId) => options.registry.forget(accountId));
    // A refresh may be under way at the removal: what it brings is what an undo has to put back.
    this.#rotations = options.credentials.onRotated((rotation) => this.#removed.rotated(rotation));
  }

  list(): readonly AccountSnapshot[] {
    return this.#options.registry.snapshot(this.#options.clock.now());
  }

  async add(account: NewKeyAccount): Promise<Result<{ readonly accountId: string }, ErrorCode>> {
    const { registry, vault, settings, clock } = this.#options;
    if (settings.isReadOnly) return settings.update((document) => document) as Result<never, ErrorCode>;
    const entryName = this.#freeEntryName(account);
    if (entryName === null) return fail('name_taken', `There already is an account named ${account.name}.`);

    // Vault first: a crash in between leaves an orphan secret and never an account without one.
    const accountId = registry.idForEntry(entryName, null);
    const record = { kind: 'account-secret', value: account.key.reveal(), addedAt: clock.now() } as const;
    const written = await vault.write(accountId, record, vault.read(accountId)?.version ?? 0);
    if (!written.ok) return fail('vault_write_failed', written.error.message);

    const added = settings.update((document) =>
      addProvider(document, {
        name: entryName,
        type: account.type,
        base_url: account.baseUrl,
        auth_type: account.authType,
        auth_value: 'vault',
        ...(account.name !== entryName && { label: account.name }),
      }),
    );
    if (!added.ok) await vault.remove(accountId);
    registry.secretsChanged();
    return added.ok ? ok({ accountId }) : added;
  }

  async reorder(accountIds: readonly string[]): Promise<Result<void, ErrorCode>> {
    const refs = this.#accounts(accountIds).map(refOf);
    return this.#options.settings.update((document) => setOrder(document, refs));
  }

  async setEnabled(accountIds: readonly string[], enabled: boolean): Promise<Result<void, ErrorCode>> {
    return this.#edit(accountIds, (document, ref) => setEnabled(document, ref, enabled));
  }

  async rename(accountId: string, name: string): Promise<Result<void, ErrorCode>> {
    return this.#edit([accountId], (document, ref) => renameProvider(document, ref, name));
  }

  async configure(
    accountId: string,
    { proxy, hours, maxConcurrentRequests }: Parameters<AccountsService['configure']>[1],
  ): Promise<Result<void, ErrorCode>> {
    const change = { proxy, hours, max_concurrent_requests: maxConcurrentRequests };
    return this.#edit([accountId], (document, ref) => configureProvider(document, ref, change));
  }

  async replaceKey(accountId: string, key: Secret): Promise<Result<void, ErrorCode>> {
    const { registry, vault, settings, clock } = this.#options;
    const account = registry.get(accountId);
    if (account === null) return fail('account_unknown', 'This account is not there any more.');
    const { name, entry } = account;
    if (entry.auth.kind === 'oauth') {
      return fail('account_has_no_key', `${name} signs in and has no key to replace; sign in again instead.`);
    }
    if (entry.auth.kind === 'env') {
      const variable = entry.auth.name;
      return fail('account_has_no_key', `The key of ${name} is in the environment variable ${variable}.`);
    }
    const authType = headerFor(key, account);
    const editNeeded = entry.auth.kind === 'literal' || authType !== entry.authType;
    if (editNeeded && settings.isReadOnly) {
      return fail(
        'read_only',
        `What ${name} authenticates with stands in the --config file; change it there.`,
      );
    }

    const record = { kind: 'account-secret', value: key.reveal(), addedAt: clock.now() } as const;
    const written = await vault.write(accountId, record, vault.read(accountId)?.version ?? 0);
    if (!written.ok) return fail('vault_write_failed', written.error.message);
    const edited = editNeeded
      ? this.#edit([accountId], (document, ref) => takeFromVault(document, ref, authType))
      : ok(undefined);
    registry.secretsChanged();
    // Another key reopens the account by itself; the same one may have been paid for meanwhile.
    registry.clearNeedsLogin(accountId);
    return edited;
  }

  async remove(accountIds: readonly string[]): Promise<Result<void, ErrorCode>> {
    const { registry, vault, settings } = this.#options;
    const accounts = this.#accounts(accountIds);
    let removals: readonly RemovedAccount[] = [];
    const edited = settings.update((before) => {
      const after = accounts.map(refOf).reduce(removeProvider, before);
      removals = accounts.map((account) => this.#removalOf(account, before, after));
      return after;
    });
    if (!edited.ok) return edited;
    // All of them before the first wait: from here on each follows the rotations of its token set.
    for (const removal of removals) this.#removed.keep(removal);
    const gone = await Promise.all(removals.map(({ accountId }) => vault.remove(accountId)));
    registry.secretsChanged();
    const refused = gone.find((removed) => !removed.ok);
    return refused === undefined || refused.ok
      ? ok(undefined)
      : fail('vault_write_failed', refused.error.message);
  }

  async restore(accountIds: readonly string[]): Promise<Result<void, ErrorCode>> {
    const { registry, vault, settings } = this.#options;
    const ids = new Set(accountIds);
    const removals = [...ids].map((id) => this.#removed.find(id)).filter((removal) => removal !== null);
    if (removals.length < ids.size) {
      const message = 'Only accounts that were removed in the last ten minutes can be put back.';
      return fail('nothing_to_restore', message);
    }

    // Vault first, as everywhere. A record that is there again belongs to a newer sign-in.
    const written: string[] = [];
    const giveUp = async (failure: Result<never, ErrorCode>) => {
      for (const id of written) await vault.remove(id);
      return failure;
    };
    for (const { accountId, record } of removals) {
      if (record === null || vault.read(accountId) !== null) continue;
      const stored = await this.#putSecretBack(accountId);
      if (!stored.ok) return giveUp(stored);
      if (stored.value === 'written') written.push(accountId);
    }
    const edited = settings.edit((document) => putAllBack(document, removals));
    if (!edited.ok) return giveUp(edited);
    for (const { accountId } of removals) this.#removed.release(accountId);
    registry.secretsChanged();
    return ok(undefined);
  }

  /** Forgets for good what could still have been undone. */
  close(): Promise<void> {
    this.#rotations[Symbol.dispose]();
    return this.#removed.close();
  }

  /** Writes the kept secret, and once more where a late refresh has rotated it while the disk was busy. */
  async #putSecretBack(accountId: string): Promise<Result<'written' | 'overtaken', ErrorCode>> {
    const { vault } = this.#options;
    let version = 0;
    let written: VaultRecord | null = null;
    for (;;) {
      const record: VaultRecord | null = this.#removed.find(accountId)?.record ?? null;
      if (record === null || record === written) return ok('written');
      const stored = await vault.write(accountId, record, version);
      if (!stored.ok) {
        // In a conflict the refresh, or a new sign-in, was there first: what it wrote is at least as new.
        return stored.error.code === 'conflict'
          ? ok(written === null ? 'overtaken' : 'written')
          : fail('vault_write_failed', stored.error.message);
      }
      version = stored.value.version;
      written = record;
    }
  }

  /** A secret that the user wrote into the settings file moves to the vault: no edit of ours writes one there. */
  #removalOf(account: Account, before: SettingsDocument, after: SettingsDocument): RemovedAccount {
    const { vault, credentials, clock } = this.#options;
    const { id: accountId, entry } = account;
    const ref = refOf(account);
    if (entry.auth.kind !== 'literal') {
      const record = credentials.newestTokenSet(accountId) ?? vault.read(accountId)?.record ?? null;
      return { accountId, entry: { ref, before, after }, record };
    }
    const value = entry.auth.secret.reveal();
    return {
      accountId,
      entry: { ref, before: takeFromVault(before, ref, entry.authType), after },
      record: { kind: 'account-secret', value, addedAt: clock.now() },
    };
  }

  #edit(
    accountIds: readonly string[],
    edit: (document: SettingsDocument, ref: EntryRef) => SettingsDocument,
  ): Result<void, ErrorCode> {
    const refs = this.#accounts(accountIds).map(refOf);
    return this.#options.settings.update((document) => refs.reduce(edit, document));
  }

  #accounts(accountIds: readonly string[]): readonly Account[] {
    return accountIds.map((id) => this.#options.registry.get(id)).filter((account) => account !== null);
  }

  /** The provider's name, so that routes which name it find the account; its own name where that is taken. */
  #freeEntryName({ provider, name }: NewKeyAccount): string | null {
    const taken = new Set(
      this.#options.registry
        .list()
        .filter(({ entry }) => entry.accountEmail === null)
        .map(({ entry }) => entry.name),
    );
    return [provider, name].find((candidate) => !taken.has(candidate)) ?? null;
  }
}

/** The entries of `removals` back in their places, the last one removed first. */
function putAllBack(
  document: SettingsDocument,
  removals: readonly RemovedAccount[],
): Result<SettingsDocument, ErrorCode> {
  for (const { entry } of removals.toReversed()) {
    if ((document.providers ?? []).some((provider) => names(entry.ref, provider))) {
      return fail(
        'name_taken',
        `There is an account named ${entry.ref.accountEmail ?? entry.ref.name} again.`,
      );
    }
    document = putBack(document, entry);
  }
  return ok(document);
}

/** The header for another key: a setup token has one of its own, and what follows it is an API key. */
function headerFor(key: Secret, { kind, entry }: Account): 'api_key' | 'auth_token' {
  if (isSubscriptionToken(key.reveal())) return 'auth_token';
  return kind === 'setup-token' ? 'api_key' : entry.authType;
}

function refOf({ entry }: Account): EntryRef {
  return { name: entry.name, accountEmail: entry.accountEmail };
}
