import { z } from 'zod';
import { nothing } from './fields.ts';
import { command, type ProcedureMap, query } from './procedure.ts';

/** What the shell around the core offers: the app's window, or a plain process. */
export const shellProcedures = {
  'shell.get': query({
    summary: 'Which shell this is and what it can do.',
    input: z.strictObject({}),
    output: z.object({
      kind: z.enum(['app', 'headless']),
      dataFolder: z.string(),
      logFolder: z.string().nullable(),
      /** null where this shell cannot start at login. */
      startAtLogin: z.boolean().nullable(),
      /** Ways of signing in that this shell offers, the one to offer first in front. */
      loginMethods: z.array(z.enum(['window', 'browser', 'paste'])),
      notifications: z.boolean().describe('Whether this shell can show notifications'),
      updates: z.boolean().describe('Whether this shell can look for a newer version'),
    }),
  }),
  'shell.setStartAtLogin': command({
    summary: 'Switches starting at login on or off; refused where the shell cannot.',
    input: z.strictObject({ on: z.boolean() }),
    output: nothing,
  }),
  'shell.openFolder': command({
    summary: 'Shows the data or log folder in the file manager; refused where the shell cannot.',
    input: z.strictObject({ which: z.enum(['data', 'logs']) }),
    output: nothing,
  }),
  'shell.checkForUpdate': command({
    summary: 'Asks for a newer version; downloads nothing by itself.',
    input: z.strictObject({}),
    output: z.object({ available: z.string().nullable() }),
  }),
  'shell.startDemo': command({
    summary:
      'Starts the app anew on simulated accounts, with a scratch data folder; refused where the shell cannot.',
    input: z.strictObject({}),
    output: nothing,
  }),
} satisfies ProcedureMap;
