import type { vaultProcedures } from '../../../../src-shared/contract/vault.ts';
import { ok } from '../../lib/result.ts';
import type { HandlersOf } from '../dispatch.ts';
import type { ManagementServices } from '../services.ts';

/** The vault as a whole. */
export function vaultHandlers({
  masterKey,
}: Pick<ManagementServices, 'masterKey'>): HandlersOf<typeof vaultProcedures> {
  return {
    async 'vault.rotateKey'(_input, context) {
      const rotated = context.passOn(await masterKey.rotate());
      return rotated.ok ? ok({}) : rotated;
    },
  };
}
