import type { ErrorCode } from '../../../src-shared/contract/error-codes.ts';
import type { AccountSnapshot } from '../../../src-shared/model/account.ts';
import type { Account } from '../accounts/account.ts';
import type { AccountRegistry } from '../accounts/account-registry.ts';
import type { Clock } from '../lib/clock.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import type { AccountsService, NewKeyAccount } from '../management/services.ts';
import {
  addProvider,
  type EntryRef,
  removeProvider,
  renameProvider,
  setEnabled,
  setOrder,
} from '../settings/document-edits.ts';
import type { SettingsDocument } from '../settings/settings-document.ts';
import type { Vault } from '../vault/vault-port.ts';
import type { SettingsCommands } from './settings-commands.ts';

interface AccountsDeskOptions {
  readonly registry: AccountRegistry;
  readonly vault: Vault;
  readonly settings: SettingsCommands;
  readonly clock: Pick<Clock, 'now'>;
}

/** Carries out what people do with accounts: an edit of the settings, and of the vault where a secret is meant. */
export class AccountsDesk implements AccountsService {
  readonly #options: AccountsDeskOptions;

  constructor(options: AccountsDeskOptions) {
    this.#options = options;
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

  async remove(accountIds: readonly string[]): Promise<Result<void, ErrorCode>> {
    const { registry, vault } = this.#options;
    const removed = this.#edit(accountIds, removeProvider);
    if (!removed.ok) return removed;
    for (const accountId of accountIds) {
      const gone = await vault.remove(accountId);
      if (!gone.ok) return fail('vault_write_failed', gone.error.message);
    }
    registry.secretsChanged();
    for (const accountId of accountIds) registry.forget(accountId);
    return ok(undefined);
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

function refOf({ entry }: Account): EntryRef {
  return { name: entry.name, accountEmail: entry.accountEmail };
}
