import { planText } from '../../../src-shared/lib/plan-text.ts';
import type { AccountSnapshot } from '../../../src-shared/model/account.ts';
import type { Text } from '../../language/language.tsx';

/** What an account is: "Claude Max 20×", "API key · Studio". The provider is named where the account's name does not. */
export function kindText(account: AccountSnapshot, t: Text): string {
  const parts = [kind(account, t), account.identity?.organizationName, account.provider];
  const worthSaying = parts.filter((part) => part && part !== account.name);
  return [...new Set(worthSaying)].join(' · ');
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
