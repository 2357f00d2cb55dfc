import { type Check, type DoctorSay, failed, fine, skipped, type Verdict, warning } from '../check.ts';

/** What the cheapest harmless call, `GET /v1/models`, came to; it costs no tokens. */
export type AccountObservation =
  | { readonly kind: 'off' | 'terms' | 'needs-login' | 'secret-missing' | 'refresh-failed' | 'accepted' }
  | { readonly kind: 'refused' | 'unclear'; readonly status: number | null }
  | { readonly kind: 'unreachable'; readonly host: string };

export interface CheckedAccount {
  readonly id: string;
  readonly name: string;
  /** Whether it signs in, or has a key. */
  readonly signsIn: boolean;
}

export function accountCheck(account: CheckedAccount, observe: () => Promise<AccountObservation>): Check {
  return {
    id: `account:${account.id}`,
    checked: (say) => say('account.checked', { name: account.name }),
    look: async (say) => judgeAccount(account, await observe(), say),
  };
}

export function judgeAccount(account: CheckedAccount, seen: AccountObservation, say: DoctorSay): Verdict {
  const renew = account.signsIn
    ? say('account.remedyLogin', { command: 'rota login' })
    : say('account.remedyKey', { command: `rota accounts replace-key ${account.id}` });
  switch (seen.kind) {
    case 'accepted':
      return fine(say('account.fine'));
    case 'off':
      return skipped(say('account.off'));
    case 'terms':
      return warning(
        say('account.terms'),
        say('account.remedyTerms', { command: 'rota login --accept-terms' }),
      );
    case 'needs-login':
      return failed(say('account.needsLogin'), renew);
    case 'secret-missing':
      return failed(say('account.secretMissing'), renew);
    case 'refresh-failed':
      return warning(say('account.refreshFailed'), say('account.remedyRefresh'));
    case 'refused':
      return failed(say('account.refused', { status: seen.status ?? '?' }), renew);
    case 'unclear':
      // Not every provider has a list of models.
      return seen.status === 404
        ? skipped(say('account.unclear', { status: seen.status }))
        : warning(say('account.unclear', { status: seen.status ?? '?' }), say('account.remedyUnclear'));
    case 'unreachable':
      return failed(say('account.unreachable', { host: seen.host }), say('remedy.network'));
  }
}
