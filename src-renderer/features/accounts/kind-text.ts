import { planText } from '../../../src-shared/lib/plan-text.ts';
import type { AccountSnapshot } from '../../../src-shared/model/account.ts';
import type { Text } from '../../language/language.tsx';

/** What an account is: "Claude Max 20×", "API key · Studio". The provider is named where the account's name does not. */
export function kindText(account: AccountSnapshot, t: Text): string {
  const parts = [kind(account, t), organization(account), account.provider];
  const worthSaying = parts.filter((part) => part && part !== account.name);
  return [...new Set(worthSaying)].join(' · ');
}

/** The vendor names a person's own organization after the email, which says nothing new. */
function organization({ identity, accountEmail }: AccountSnapshot): string | null {
  const name = identity?.organizationName ?? null;
  const email = identity?.email ?? accountEmail;
  return name !== null && email !== null && name.includes(email) ? null : name;
}

function kind(account: AccountSnapshot, t: Text): string {
  switch (account.kind) {
    case 'oauth': {
      const plan = planText(account.identity);
      return plan === null ? t('kind.subscription') : t('kind.plan', { plan });
    }
    case 'setup-token':
      return t('kind.setupToken');
    case 'bearer-token':
      return t('kind.bearerToken');
    case 'api-key':
      return t('kind.apiKey');
  }
}
