import type { AccountSnapshot } from '../../../src-shared/model/account.ts';
import { findAccount } from '../../core/management/account-ref.ts';
import { nameAccount } from '../../core/management/resolve-accounts.ts';
import { nearestName } from '../../core/settings/nearest-name.ts';

/** One candidate of a route, and what to call it. */
export interface NamedCandidate {
  readonly provider: string;
  readonly accountEmail: string | null;
  /** null = the model name stays. */
  readonly model: string | null;
  readonly accountName: string;
}

/** Whom a word of the command line means. */
export type CandidateReading =
  | { readonly kind: 'candidates'; readonly candidates: readonly NamedCandidate[] }
  | { readonly kind: 'unknown'; readonly name: string; readonly near: string | null }
  | { readonly kind: 'ambiguous'; readonly name: string; readonly ids: readonly string[] }
  | { readonly kind: 'no-model'; readonly name: string };

/**
 * Reads `ACCOUNT`, `PROVIDER`, `ACCOUNT=MODEL` or `PROVIDER=MODEL`. A provider stands for all its accounts in
 * the user's order. A name that itself holds “=” is understood as it is, where there is one.
 */
export function readCandidate(word: string, accounts: readonly AccountSnapshot[]): CandidateReading {
  const whole = readName(word, null, accounts);
  const sign = word.lastIndexOf('=');
  if (whole.kind !== 'unknown' || sign < 0) return whole;
  const name = word.slice(0, sign);
  const model = word.slice(sign + 1).trim();
  return model === '' ? { kind: 'no-model', name } : readName(name, model, accounts);
}

/** The candidates without those of an account that stands earlier in the list, which could never serve. */
export function withoutRepeats(candidates: readonly NamedCandidate[]): readonly NamedCandidate[] {
  const seen = new Set<string>();
  return candidates.filter(({ provider, accountEmail }) => {
    const account = JSON.stringify([provider, accountEmail]);
    return !seen.has(account) && seen.add(account);
  });
}

function readName(
  name: string,
  model: string | null,
  accounts: readonly AccountSnapshot[],
): CandidateReading {
  const candidatesOf = (meant: readonly AccountSnapshot[]) =>
    ({
      kind: 'candidates',
      candidates: meant.map(({ provider, accountEmail, name: accountName }) => ({
        provider,
        accountEmail,
        model,
        accountName,
      })),
    }) as const;

  const match = findAccount(accounts.map(named), name);
  switch (match.kind) {
    case 'one':
      return candidatesOf([match.account.account]);
    case 'none':
      return { kind: 'unknown', name, near: nearestName(name.trim(), accounts.flatMap(allNames)) };
    case 'several': {
      const ofProvider = accounts.filter(({ provider }) => sameName(provider, name));
      if (ofProvider.length > 0) return candidatesOf(ofProvider);
      return { kind: 'ambiguous', name, ids: match.accounts.map(({ id }) => id) };
    }
  }
}

const named = (account: AccountSnapshot) => ({ ...nameAccount(account), account });

const sameName = (a: string, b: string) => a.toLowerCase() === b.trim().toLowerCase();

function allNames(account: AccountSnapshot): readonly string[] {
  const { name, provider, emails } = nameAccount(account);
  return [name, provider, ...emails];
}
