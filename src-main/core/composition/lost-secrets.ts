import type { Account } from '../accounts/account.ts';
import type { SavedAccount } from '../accounts/saved-accounts.ts';
import type { SettingsSource } from '../settings/settings.ts';
import type { Vault } from '../vault/vault-port.ts';

export interface LostSecretsOptions {
  readonly settings: Pick<SettingsSource, 'current'>;
  readonly accounts: { list(): readonly Account[] };
  readonly vault: Pick<Vault, 'read'>;
  /** The accounts as the last run left them; empty where nothing is known of one. */
  readonly savedAccounts: readonly SavedAccount[];
}

/**
 * Accounts that had their secret in the vault when the last run ended and have none there now; null where nothing is
 * known of that run.
 */
export function countLost(options: LostSecretsOptions): number | null {
  const { savedAccounts, vault } = options;
  if (savedAccounts.length === 0) return null;
  return savedAccounts.filter((saved) => hadSecret(saved) && isKept(saved, options) && !vault.read(saved.id))
    .length;
}

/** Whether a vault that began empty should have held something for the accounts. */
export function isVaultMissed(options: LostSecretsOptions): boolean {
  const lost = countLost(options);
  // Without a memory of the last run, an account whose key is said to be in the vault still gives it away.
  return lost === null
    ? options.accounts.list().some(({ id, entry }) => entry.auth.kind === 'vault' && !options.vault.read(id))
    : lost > 0;
}

function hadSecret({ secretIssue, health }: SavedAccount): boolean {
  const cause = health.needsLogin?.cause;
  return secretIssue !== null && cause !== 'not-signed-in' && cause !== 'secret-missing';
}

/** Whether the settings still name the account, and its secret belongs in the vault. */
function isKept(saved: SavedAccount, { settings, accounts }: LostSecretsOptions): boolean {
  const { enablePersistence } = settings.current().oauth;
  const listed = accounts.list().find(({ id }) => id === saved.id);
  if (listed !== undefined) {
    const { kind } = listed.entry.auth;
    return kind === 'vault' || (kind === 'oauth' && enablePersistence);
  }
  // Whoever an entry without an email had adopted is on no list once its sign-in is gone.
  const adopter = accounts
    .list()
    .find(({ entry }) => entry.name === saved.key.provider && entry.accountEmail === null);
  return saved.present && enablePersistence && adopter?.entry.auth.kind === 'oauth';
}
