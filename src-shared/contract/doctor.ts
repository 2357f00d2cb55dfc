import { z } from 'zod';
import { command, type ProcedureMap, query } from './procedure.ts';

/** One thing that the doctor looked at. */
export const doctorCheckSchema = z.object({
  /** Stable, e.g. `port`, `key-store`, `clock`, `account:<id>`. */
  id: z.string(),
  status: z.enum(['fine', 'warning', 'failed', 'skipped']),
  checked: z.string().describe('What was looked at'),
  finding: z.string().describe('What was found, one sentence'),
  remedy: z.string().nullable().describe('What to do, one sentence; null where nothing needs doing'),
});

/** Finding out what is wrong. */
export const doctorProcedures = {
  'doctor.run': query({
    summary:
      'Checks this installation from port to accounts by harmless calls that cost no tokens; takes some seconds.',
    input: z.strictObject({
      folder: z
        .string()
        .min(1)
        .max(4_096)
        .optional()
        .describe('A project’s folder whose Claude Code settings are looked at too'),
      configDir: z.string().min(1).max(4_096).optional().describe('The caller’s CLAUDE_CONFIG_DIR'),
    }),
    output: z.object({ checks: z.array(doctorCheckSchema), at: z.number() }),
  }),
  'report.create': command({
    summary:
      'Writes a bundle for a bug report: versions, settings, states and logs, without secrets, prompts or emails.',
    input: z.strictObject({}),
    output: z.object({ file: z.string() }),
  }),
  'logs.recent': query({
    summary: 'The last log lines, oldest first.',
    input: z.strictObject({
      limit: z.coerce.number<number | string>().int().min(1).max(2_000).default(200),
      level: z.enum(['trace', 'debug', 'info', 'warn', 'error']).default('trace'),
      after: z.coerce
        .number<number | string>()
        .int()
        .min(0)
        .optional()
        .describe('Only lines with a higher number'),
    }),
    output: z.object({
      lines: z.array(
        z.object({
          number: z.int(),
          at: z.number(),
          level: z.enum(['trace', 'debug', 'info', 'warn', 'error']),
          message: z.string(),
          fields: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
        }),
      ),
      /** Where the rotating files are; null where logs go to the console only. */
      folder: z.string().nullable(),
    }),
  }),
} satisfies ProcedureMap;
