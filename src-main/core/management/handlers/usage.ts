import type { usageProcedures } from '../../../../src-shared/contract/usage.ts';
import { ok } from '../../lib/result.ts';
import type { HandlersOf } from '../dispatch.ts';
import type { ManagementServices } from '../services.ts';

/** The usage history in numbers, and the prices that it is valued with. */
export function usageHandlers({
  usage,
}: Pick<ManagementServices, 'usage'>): HandlersOf<typeof usageProcedures> {
  return {
    'usage.report': async (query) => ok(await usage.report(query)),
    'usage.windows': async () => ok(await usage.windows()),
    'usage.prices': async () => ok(await usage.prices()),
    async 'usage.setPrices'({ prices }, context) {
      const replaced = context.passOn(await usage.setPrices(prices));
      return replaced.ok ? ok({}) : replaced;
    },
  };
}
