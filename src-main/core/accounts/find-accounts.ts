import type { Account } from './account.ts';

/** What a person may call an account, the most telling first. */
const NAMES: readonly ((account: Account) => string | null)[] = [
  (account) => account.email,
  (account) => account.name,
  (account) => account.entry.name,
];

/**
 * The accounts that a person means by `text`: one by its id, else all with that email, else that name, else of
 * that provider, without regard to case. More than one means that the text is ambiguous.
 */
export function findAccounts(accounts: readonly Account[], text: string): readonly Account[] {
  const byId = accounts.filter((account) => account.id === text);
  if (byId.length > 0) return byId;
  const wanted = text.toLowerCase();
  for (const nameOf of NAMES) {
    const found = accounts.filter((account) => nameOf(account)?.toLowerCase() === wanted);
    if (found.length > 0) return found;
  }
  return [];
}
