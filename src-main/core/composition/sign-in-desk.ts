import type { ErrorCode } from '../../../src-shared/contract/error-codes.ts';
import type { AccountIdentity } from '../../../src-shared/model/account.ts';
import type { AccountRegistry } from '../accounts/account-registry.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import type { SignIn, SignInsService } from '../management/services.ts';
import type { RotaCredentialSource } from '../oauth/credential-source.ts';
import type { RefreshScheduler } from '../oauth/refresh-scheduler.ts';
import type { SignedIn, SignInRegistry } from '../oauth/sign-in.ts';
import { addProvider, adoptIdentity } from '../settings/document-edits.ts';
import type { SettingsSource } from '../settings/settings.ts';
import type { SettingsDocument } from '../settings/settings-document.ts';
import type { Vault } from '../vault/vault-port.ts';
import type { SettingsCommands } from './settings-commands.ts';

interface SignInDeskOptions {
  readonly registry: AccountRegistry;
  readonly vault: Vault;
  readonly settings: Pick<SettingsSource, 'current'>;
  readonly commands: SettingsCommands;
  readonly credentials: Pick<RotaCredentialSource, 'refreshNow'>;
  readonly scheduler: Pick<RefreshScheduler, 'reconsider'>;
}

/** Where a new subscription account's requests go when no entry says so. */
const VENDOR_BASE_URL = 'https://api.anthropic.com';
const NEW_ENTRY_NAME = 'Claude';

/** Files sign-ins under their identity, and answers what people ask about them. */
export class SignInDesk implements SignInRegistry, SignInsService {
  readonly #options: SignInDeskOptions;

  constructor(options: SignInDeskOptions) {
    this.#options = options;
  }

  accountIdFor(oauthProvider: string, identity: AccountIdentity): Result<string> {
    const { registry, commands } = this.#options;
    const known = registry.accountIdForSignIn(oauthProvider, identity);
    if (known !== null) return ok(known);
    if (commands.isReadOnly) {
      const who = identity.email ?? 'this account';
      return fail(
        'identity_refused',
        `No entry of the settings file takes ${who}; add one and sign in again.`,
      );
    }
    return ok(registry.idForEntry(this.#entryNameFor(oauthProvider), identity.email));
  }

  signedIn({ accountId, oauthProvider, identity }: SignedIn): void {
    const { registry, commands, scheduler } = this.#options;
    if (!commands.isReadOnly)
      commands.update((document) => this.#withEntryFor(document, oauthProvider, identity));
    registry.secretsChanged();
    registry.clearNeedsLogin(accountId);
    scheduler.reconsider();
  }

  list(): readonly SignIn[] {
    const { vault, registry } = this.#options;
    return vault.ids().flatMap((accountId): SignIn[] => {
      const record = vault.read(accountId)?.record;
      if (record?.kind !== 'token-set') return [];
      return [
        {
          accountId,
          accountName: registry.get(accountId)?.name ?? record.identity.email ?? accountId,
          provider: record.oauthProvider,
          identity: record.identity,
          scopes: record.scopes,
          expiresAt: record.expiresAt,
          signedInAt: record.signedInAt,
          refreshedAt: record.rotatedAt,
        },
      ];
    });
  }

  async refresh(accountId: string): Promise<Result<{ readonly expiresAt: number | null }, ErrorCode>> {
    return this.#options.credentials.refreshNow(accountId);
  }

  async signOut(accountId: string): Promise<Result<void, ErrorCode>> {
    const removed = await this.#options.vault.remove(accountId);
    if (!removed.ok) return fail('vault_write_failed', removed.error.message);
    this.#options.registry.secretsChanged();
    return ok(undefined);
  }

  /** An entry of the same OAuth provider lends its name to the new one, so that routes find both. */
  #entryNameFor(oauthProvider: string): string {
    return this.#siblingOf(oauthProvider)?.name ?? NEW_ENTRY_NAME;
  }

  #siblingOf(oauthProvider: string) {
    return this.#options.settings
      .current()
      .providers.find(({ auth }) => auth.kind === 'oauth' && auth.oauthProvider === oauthProvider);
  }

  /**
   * The app's own settings give every identity an entry of its own, so that each can be dragged, switched off
   * and removed by itself.
   */
  #withEntryFor(
    document: SettingsDocument,
    oauthProvider: string,
    identity: AccountIdentity,
  ): SettingsDocument {
    const { email } = identity;
    if (email === null) return document;
    const entries = this.#options.settings
      .current()
      .providers.filter(({ auth }) => auth.kind === 'oauth' && auth.oauthProvider === oauthProvider);
    if (entries.some(({ accountEmail }) => accountEmail?.toLowerCase() === email.toLowerCase()))
      return document;
    const adopter = entries.find(({ accountEmail }) => accountEmail === null);
    if (adopter) return adoptIdentity(document, { name: adopter.name, accountEmail: null }, email);
    return addProvider(document, {
      name: this.#entryNameFor(oauthProvider),
      type: 'anthropic',
      base_url: this.#siblingOf(oauthProvider)?.baseUrl ?? VENDOR_BASE_URL,
      auth_type: 'auth_token',
      auth_value: 'oauth',
      oauth_provider: oauthProvider,
      account_email: email,
    });
  }
}
