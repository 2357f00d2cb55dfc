import type { ErrorCode } from '../../../src-shared/contract/error-codes.ts';
import type { AccountSnapshot } from '../../../src-shared/model/account.ts';
import { ok, type Result } from '../lib/result.ts';
import { findAccount, type NamedAccount } from './account-ref.ts';
import type { CallContext } from './call-context.ts';
import type { SignIn } from './services.ts';

/** The one account or sign-in that `ref` means, or a failure that tells the caller how to be clearer. */
export function resolveOne<Account extends NamedAccount>(
  accounts: readonly Account[],
  ref: string,
  context: CallContext,
): Result<Account, ErrorCode> {
  const match = findAccount(accounts, ref);
  switch (match.kind) {
    case 'one':
      return ok(match.account);
    case 'none':
      return context.refuse('account_unknown', 'account.unknown', { account: ref });
    case 'several':
      return context.refuse('account_ambiguous', 'account.ambiguous', {
        account: ref,
        count: match.accounts.length,
        ids: match.accounts.map(({ id }) => id).join(', '),
      });
  }
}

/** The ids of several accounts, all of them known and none meant twice. */
export function resolveIds(
  accounts: readonly AccountSnapshot[],
  refs: readonly string[],
  context: CallContext,
): Result<readonly string[], ErrorCode> {
  const named = accounts.map(nameAccount);
  const ids = new Set<string>();
  for (const ref of refs) {
    const found = resolveOne(named, ref, context);
    if (!found.ok) return found;
    if (ids.has(found.value.id)) return context.refuse('invalid_input', 'account.twice', { account: ref });
    ids.add(found.value.id);
  }
  return ok([...ids]);
}

/** What an account can be called by. */
export function nameAccount(account: AccountSnapshot): NamedAccount {
  const { id, name, provider, accountEmail, identity } = account;
  return {
    id,
    name,
    provider,
    emails: [accountEmail, identity?.email ?? null].filter((email) => email !== null),
  };
}

/** What a sign-in can be called by. */
export function nameSignIn(signIn: SignIn): NamedAccount & { readonly signIn: SignIn } {
  const { accountId: id, accountName: name, provider, identity } = signIn;
  return { id, name, provider, emails: identity.email === null ? [] : [identity.email], signIn };
}
