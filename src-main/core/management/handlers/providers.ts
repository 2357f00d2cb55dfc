import type { providerProcedures } from '../../../../src-shared/contract/providers.ts';
import { withoutCredentials } from '../../lib/public-address.ts';
import { ok } from '../../lib/result.ts';
import { accountRow } from '../account-row.ts';
import type { HandlersOf } from '../dispatch.ts';
import type { ManagementServices } from '../services.ts';

/** Providers with their accounts, in the user's order of accounts. */
export function providerHandlers({
  accounts,
  settings,
  clock,
}: Pick<ManagementServices, 'accounts' | 'settings' | 'clock'>): HandlersOf<typeof providerProcedures> {
  return {
    'providers.list'(_input, { locale }) {
      const now = clock.now();
      const entries = settings.current().providers;
      const byProvider = Map.groupBy(accounts.list(), ({ provider }) => provider);
      const providers = [...byProvider].map(([name, members]) => {
        const baseUrl = entries.find((entry) => entry.name === name)?.baseUrl;
        return {
          name,
          type: members[0]?.providerType ?? 'compatible',
          base_url: baseUrl === undefined ? null : withoutCredentials(baseUrl),
          accounts: members.map((account) => accountRow(account, now, locale)),
        };
      });
      return ok({ providers });
    },
  };
}
