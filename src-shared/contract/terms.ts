import { z } from 'zod';
import { nothing } from './fields.ts';
import { type ProcedureMap, query, settingsCommand } from './procedure.ts';

/** The person's decision on the vendor's terms for subscription accounts. */
export const termsProcedures = {
  'terms.get': query({
    summary: 'Whether the note on subscription sign-in was accepted.',
    input: z.strictObject({}),
    output: z.object({
      acceptedAt: z
        .number()
        .nullable()
        .describe('ms since the epoch, 0 where a file only says so, null where it was not accepted'),
    }),
  }),
  'terms.accept': settingsCommand({
    summary: 'Records that the note on subscription sign-in was read and accepted.',
    input: z.strictObject({}),
    output: nothing,
  }),
  'terms.withdraw': settingsCommand({
    summary: 'Takes all subscription accounts out of routing; their sign-ins are kept.',
    input: z.strictObject({}),
    output: nothing,
  }),
} satisfies ProcedureMap;
