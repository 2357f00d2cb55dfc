/** What an account can be called by. */
export interface NamedAccount {
  readonly id: string;
  readonly name: string;
  readonly provider: string;
  /** Every address that stands for it. */
  readonly emails: readonly string[];
}

/** Whom a reference means. */
export type RefMatch<Account> =
  | { readonly kind: 'one'; readonly account: Account }
  | { readonly kind: 'none' }
  | { readonly kind: 'several'; readonly accounts: readonly Account[] };

/**
 * Finds the account that a person named: by id, else by its email, its name, or its provider's name, the
 * most telling first.
 */
export function findAccount<Account extends NamedAccount>(
  accounts: readonly Account[],
  ref: string,
): RefMatch<Account> {
  const wanted = ref.trim().toLowerCase();
  const readings: readonly ((account: Account) => boolean)[] = [
    (account) => account.id === ref.trim(),
    (account) => account.emails.some((email) => email.toLowerCase() === wanted),
    (account) => account.name.toLowerCase() === wanted,
    (account) => account.provider.toLowerCase() === wanted,
  ];
  for (const reading of readings) {
    const [account, ...others] = accounts.filter(reading);
    if (account === undefined) continue;
    return others.length === 0
      ? { kind: 'one', account }
      : { kind: 'several', accounts: [account, ...others] };
  }
  return { kind: 'none' };
}
