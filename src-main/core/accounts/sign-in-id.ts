/** Which id a secret is to be filed under, before the account is in the list. Nothing here writes. */
import type { AccountIdentity } from '../../../src-shared/model/account.ts';
import type { ProviderEntry } from '../settings/settings.ts';
import type { AccountBook } from './account-book.ts';
import { accountKey } from './account-id.ts';
import { entryForIdentity, isEmail } from './account-roster.ts';
import type { SignedInAccount } from './account-secrets.ts';

/** The id that an account of the entry called `name` has, or will have once the settings name it. */
export function idForEntry(
  book: AccountBook,
  signedIn: readonly SignedInAccount[],
  name: string,
  email: string | null,
): string {
  const key = accountKey(name, email);
  const belongsToAnother = (id: string) =>
    signedIn.some(({ accountId, secret }) => {
      const owner = secret.identity?.email?.toLowerCase();
      return accountId === id && owner !== undefined && owner !== key.identity;
    });
  return book.idFor(key, belongsToAnother);
}

/**
 * The id under which a sign-in's token set belongs: that of the same identity, of the entry with its email, or a new
 * one at the entry that adopts it; null where no entry of `entries` would have it.
 */
export function idForSignIn(
  book: AccountBook,
  signedIn: readonly SignedInAccount[],
  entries: readonly ProviderEntry[],
  oauthProvider: string,
  identity: AccountIdentity,
): string | null {
  const entry = entryForIdentity(entries, oauthProvider, identity);
  if (entry === null) return null;
  const known = signedIn.find(
    (one) => one.oauthProvider === oauthProvider && isSameIdentity(one.secret.identity, identity),
  );
  return known?.accountId ?? idForEntry(book, signedIn, entry.name, identity.email ?? identity.accountUuid);
}

function isSameIdentity(known: AccountIdentity | null, identity: AccountIdentity): boolean {
  if (identity.email !== null) return isEmail(identity.email, known);
  return identity.accountUuid !== null && known?.accountUuid === identity.accountUuid;
}
