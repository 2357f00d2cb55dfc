/**
 * Who the accounts are: the settings' entries joined with the sign-ins in the vault. An entry is one account, except
 * that an OAuth entry without `account_email` adopts every identity that has no entry of its own; where there
 * are several such entries of one OAuth provider, the first does.
 */
import type { AccountIdentity } from '../../../src-shared/model/account.ts';
import type { ProviderEntry } from '../settings/settings.ts';
import { type AccountKey, accountKey } from './account-id.ts';
import type { SecretInfo, SignedInAccount } from './account-secrets.ts';

/** One account before health and place are known. */
export interface RosterLine {
  readonly entry: ProviderEntry;
  readonly key: AccountKey;
  /** The id under which the vault holds the token set; null where the account's own book of ids decides. */
  readonly signedInId: string | null;
  /** The token set's description; null for every other kind of secret, and where nobody has signed in. */
  readonly tokenSet: SecretInfo | null;
  /** True where the entry yields several accounts, so that its label alone does not name this one. */
  readonly sharesEntry: boolean;
}

/** The accounts in the user's order; those that one entry adopted stand together in the order of sign-in. */
export function buildRoster(
  entries: readonly ProviderEntry[],
  signedIn: readonly SignedInAccount[],
  idOf: (key: AccountKey) => string | null,
): readonly RosterLine[] {
  const owned = assignToOwnEntries(entries, signedIn, idOf);
  const adopters = adoptersOf(entries);
  const taken = new Set(owned.values());
  return entries.flatMap((entry) => {
    const own = owned.get(entry);
    if (own) return [signedInLine(entry, own, false)];
    if (!adopters.has(entry)) return [emptyLine(entry)];
    const adopted = signedIn.filter((one) => !taken.has(one) && one.oauthProvider === oauthProviderOf(entry));
    if (adopted.length === 0) return [emptyLine(entry)];
    return adopted.map((one) => signedInLine(entry, one, adopted.length > 1));
  });
}

/** The entry that an identity without an account yet would join; null where there is none. */
export function entryForIdentity(
  entries: readonly ProviderEntry[],
  oauthProvider: string,
  identity: AccountIdentity,
): ProviderEntry | null {
  const candidates = entries.filter((entry) => oauthProviderOf(entry) === oauthProvider);
  const own = candidates.find(
    (entry) => entry.accountEmail !== null && isEmail(entry.accountEmail, identity),
  );
  return own ?? candidates.find((entry) => entry.accountEmail === null) ?? null;
}

/** Emails compare without regard to case. */
export function isEmail(email: string, identity: AccountIdentity | null): boolean {
  return identity?.email != null && identity.email.toLowerCase() === email.toLowerCase();
}

/** Which sign-in belongs to which entry with an email. A token set stays where its id says; then the email decides. */
function assignToOwnEntries(
  entries: readonly ProviderEntry[],
  signedIn: readonly SignedInAccount[],
  idOf: (key: AccountKey) => string | null,
): ReadonlyMap<ProviderEntry, SignedInAccount> {
  const owned = new Map<ProviderEntry, SignedInAccount>();
  const taken = new Set<SignedInAccount>();
  const assign = (belongs: (one: SignedInAccount, entry: ProviderEntry, email: string) => boolean) => {
    for (const entry of entries) {
      const email = entry.accountEmail;
      if (email === null || owned.has(entry)) continue;
      const match = signedIn.find(
        (one) =>
          !taken.has(one) && one.oauthProvider === oauthProviderOf(entry) && belongs(one, entry, email),
      );
      if (!match) continue;
      owned.set(entry, match);
      taken.add(match);
    }
  };
  assign((one, entry, email) => {
    const { identity } = one.secret;
    const plausible = identity?.email == null || isEmail(email, identity);
    return plausible && one.accountId === idOf(keyOf(entry));
  });
  assign((one, _entry, email) => isEmail(email, one.secret.identity));
  return owned;
}

function adoptersOf(entries: readonly ProviderEntry[]): ReadonlySet<ProviderEntry> {
  const first = new Map<string, ProviderEntry>();
  for (const entry of entries) {
    const provider = oauthProviderOf(entry);
    if (provider !== null && entry.accountEmail === null && !first.has(provider)) first.set(provider, entry);
  }
  return new Set(first.values());
}

function oauthProviderOf(entry: ProviderEntry): string | null {
  return entry.auth.kind === 'oauth' ? entry.auth.oauthProvider : null;
}

function keyOf(entry: ProviderEntry): AccountKey {
  return accountKey(entry.name, entry.accountEmail);
}

function emptyLine(entry: ProviderEntry): RosterLine {
  return { entry, key: keyOf(entry), signedInId: null, tokenSet: null, sharesEntry: false };
}

function signedInLine(entry: ProviderEntry, one: SignedInAccount, sharesEntry: boolean): RosterLine {
  const email = entry.accountEmail ?? one.secret.identity?.email ?? null;
  return {
    entry,
    key: accountKey(entry.name, email),
    signedInId: one.accountId,
    tokenSet: one.secret,
    sharesEntry,
  };
}
