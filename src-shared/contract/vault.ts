import { z } from 'zod';
import { nothing } from './fields.ts';
import { command, type ProcedureMap } from './procedure.ts';

/** The vault as a whole; what is in it is read by nobody but the core. */
export const vaultProcedures = {
  'vault.rotateKey': command({
    summary:
      'Puts the vault under a new master key and removes the old one from the key store; refused where the key is given from outside.',
    input: z.strictObject({}),
    output: nothing,
  }),
} satisfies ProcedureMap;
